namespace Brian.Engine;

/// <summary>Counts the steps of one dt. Times are products of step and dt, never sums.</summary>
internal sealed class Clock(double dt)
{
    /// <summary>A moment this small a part of dt after a step still belongs to it.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>Seconds in a step.</summary>
    internal double Dt { get; } = dt;

    /// <summary>The next step to do.</summary>
    internal long Step { get; set; }

    /// <summary>The first step not to do.</summary>
    internal long End { get; private set; }

    /// <summary>Whether this clock takes part in the moment at hand.</summary>
    internal bool Steps { get; private set; }

    /// <summary>Time of the next step, in seconds.</summary>
    internal double Time => Step * Dt;

    /// <summary>Sets out to do all steps from start (inclusive) to end (exclusive), in seconds.</summary>
    internal void Set(double start, double end)
    {
        Step = FirstStepAt(start);
        End = FirstStepAt(end);
    }

    /// <summary>The clock with the earliest step still to do, null when all are done; marks those that step with it.</summary>
    internal static Clock? Earliest(Clock[] clocks)
    {
        Clock? first = null;
        foreach (var clock in clocks)
        {
            if (clock.Step < clock.End && (first is null || clock.Time < first.Time))
                first = clock;
        }

        foreach (var clock in clocks)
            clock.Steps = first is not null && clock.Step < clock.End && clock.IsTogetherWith(first);
        return first;
    }

    private bool IsTogetherWith(Clock first) => Time - first.Time <= Tolerance * Math.Min(Dt, first.Dt);

    private long FirstStepAt(double time) => (long)Math.Ceiling(time / Dt - Tolerance);
}
