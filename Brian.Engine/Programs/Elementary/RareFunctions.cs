namespace Brian.Engine;

/// <summary>What <see cref="Op.Rare"/> computes lane by lane.</summary>
internal enum RareFunction
{
    /// <summary>The exact remainder of a/b with the sign of a.</summary>
    Remainder,
    /// <summary>The quarter turn, 0 to 3, nearest to the angle a.</summary>
    QuarterTurns,
    /// <summary>What the angle a is beyond that quarter turn, rounded.</summary>
    AngleHigh,
    /// <summary>What that rounding lost.</summary>
    AngleLow,
}

/// <summary>Functions for arguments so rare that lanes take them one at a time.</summary>
internal static class RareFunctions
{
    /// <summary>The value of a rare function.</summary>
    public static double Evaluate(RareFunction function, double a, double b) => function switch
    {
        // C's fmod, exact by definition and so the same everywhere.
        RareFunction.Remainder => a % b,
        RareFunction.QuarterTurns => QuarterTurns.Of(a).Turns,
        RareFunction.AngleHigh => QuarterTurns.Of(a).High,
        RareFunction.AngleLow => QuarterTurns.Of(a).Low,
        _ => throw new PlanException($"There is no rare function {(int)function}."),
    };
}
