using System.Diagnostics;

namespace Brian.Benchmarks;

/// <summary>Seconds that something took, several times over.</summary>
internal sealed record Sample(double[] Seconds)
{
    /// <summary>The least: what the machine can do when nobody else uses it.</summary>
    public double Least => Seconds.Min();

    /// <summary>The middle one.</summary>
    public double Median => Seconds.Order().ElementAt(Seconds.Length / 2);

    /// <summary>Each divided by the same number of things done.</summary>
    public Sample Per(double things) => new(Array.ConvertAll(Seconds, s => s / things));
}

/// <summary>Takes times on a machine that others use too: many short windows, least and median of them.</summary>
internal static class Measure
{
    private const int Windows = 25;
    private const double LeastWindow = 0.02;

    /// <summary>Until then the just-in-time compiler may still replace code by better code.</summary>
    private const double WarmUp = 0.7;

    /// <summary>Seconds for one call, warm: a window is as many calls as take 20 ms.</summary>
    public static Sample Warm(Action action)
    {
        for (var spent = 0.0; spent < WarmUp;)
            spent += Time(action);
        var calls = 1;
        while (Time(action, calls) < LeastWindow)
            calls *= 2;
        return new Sample([.. Enumerable.Range(0, Windows).Select(_ => Time(action, calls) / calls)]);
    }

    /// <summary>Seconds for several things in turn, so that what disturbs one disturbs all.</summary>
    public static Sample[] Interleaved(params Action[] actions)
    {
        foreach (var action in actions)
            action();
        var rounds = Enumerable.Range(0, Windows).Select(_ => Array.ConvertAll(actions, action => Time(action, 1))).ToArray();
        return [.. actions.Select((_, k) => new Sample([.. rounds.Select(round => round[k])]))];
    }

    /// <summary>Seconds for one call, whatever it takes.</summary>
    public static double Time(Action action, int calls = 1)
    {
        var clock = Stopwatch.GetTimestamp();
        for (var k = 0; k < calls; k++)
            action();
        return Stopwatch.GetElapsedTime(clock).TotalSeconds;
    }
}
