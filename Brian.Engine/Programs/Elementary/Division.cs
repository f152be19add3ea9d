using static Brian.Engine.Number;

namespace Brian.Engine;

/// <summary>Division to an integer, and what remains; as Python does it on floats, except that dividing by zero is no error.</summary>
internal static class Division
{
    /// <summary>floor(a / b) of the exact quotient; a/b where b is 0, NaN where a is infinite.</summary>
    /// <remarks>(a - remainder)/b is within one rounding of an integer; a zero takes the sign of a/b.</remarks>
    public static Number FloorDivide(Number a, Number b)
    {
        var (rest, wrongSign) = Remainder(a, b);
        var near = (a - rest) / b;
        near = wrongSign.Select(near - 1, near);
        var whole = near.Floor();
        whole = (near - whole > 0.5).Select(whole + 1, whole);
        whole = near.Is(0).Select(((a / b).Bits & Bits.Sign).Number, whole);
        return b.Is(0).Select(a / b, whole);
    }

    /// <summary>The remainder with the sign of b; NaN where b is 0 or a infinite.</summary>
    public static Number Modulo(Number a, Number b)
    {
        var (rest, wrongSign) = Remainder(a, b);
        var moved = wrongSign.Select(rest + b, rest);
        return rest.Is(0).Select((b.Bits & Bits.Sign).Number, moved);
    }

    /// <summary>-1, 0 or 1; NaN of NaN.</summary>
    public static Number Sign(Number a) => (a < 0).Select(-1, (a > 0).Select(1, a.Is(0).Select(0, a)));

    /// <summary>The exact remainder of a/b with the sign of a, and where that is not the sign of b.</summary>
    /// <remarks>t = trunc(a/b) is the exact quotient's, or one too many when the division rounded up to an integer; then
    /// a - t*b has the wrong sign and b is added back. Both are exact in one fused step. Quotients from 2^52 on, and
    /// everything that is not finite, go lane by lane.</remarks>
    private static (Number Left, Mask WrongSign) Remainder(Number a, Number b)
    {
        var quotient = a / b;
        var rare = !((quotient.Abs() < 4503599627370496.0) & (b.Abs() < double.PositiveInfinity));
        var t = quotient.Truncate();
        var rest = Fma(-t, b, a);
        var tooMany = ((rest < 0) & (a > 0)) | ((rest > 0) & (a < 0));
        var one = ((quotient.Bits & Bits.Sign) | Bits.One).Number;
        rest = tooMany.Select(Fma(-(t - one), b, a), rest);
        rest = rare.Select(Rare(RareFunction.Remainder, a, b, rare), rest);
        var wrongSign = ((rest < 0) & (b > 0)) | ((rest > 0) & (b < 0));
        return (rest, wrongSign);
    }
}
