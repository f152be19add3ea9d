using System.Globalization;
using static Brian.Units;

namespace Brian.Benchmarks;

/// <summary>What a process does first, timed by itself: everything is cold then.</summary>
internal static class FirstAct
{
    /// <summary>The acts by name.</summary>
    public static readonly IReadOnlyDictionary<string, Func<double>> All = new Dictionary<string, Func<double>>
    {
        ["parse"] = () => Measure.Time(() => Texts.FiveLines()),
        ["solve"] = () => Seconds(Tutorial()),
        ["solve-cuba"] = () => Seconds(Cuba()),
        ["solve-cascade"] = () => Seconds(Cascade(10)),
        ["run"] = () => Measure.Time(() => new Network(Tutorial(Method.Exact)).Run(100 * ms)),
    };

    /// <summary>Does one and prints its milliseconds.</summary>
    public static void Do(string name) =>
        Console.WriteLine((All[name]() * 1e3).ToString("R", CultureInfo.InvariantCulture));

    private static double Seconds(NeuronGroup group) => group.Choice!.Value.Seconds;

    private static NeuronGroup Tutorial(Method? method = null) =>
        new(1, new Equations($"dv/dt = (1 - v)/{10 * ms} : 1"), method: method);

    private static NeuronGroup Cuba() => new(1, new Equations($"""
        dv/dt = (ge + gi - (v - {-49 * mV}))/{20 * ms} : volt (unless refractory)
        dge/dt = -ge/{5 * ms} : volt
        dgi/dt = -gi/{10 * ms} : volt
        """), threshold: $"v > {-50 * mV}", reset: $"v = {-60 * mV}", refractory: 5 * ms);

    private static NeuronGroup Cascade(int length) => new(1, Equations.Parse(string.Join('\n', Enumerable.Range(0, length)
        .Select(k => k == 0 ? "dx0/dt = -x0/(1*ms) : 1" : $"dx{k}/dt = (x{k - 1} - x{k})/({k + 1}*ms) : 1"))));
}
