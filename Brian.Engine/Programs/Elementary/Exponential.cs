using static Brian.Engine.Number;

namespace Brian.Engine;

/// <summary>exp and its kin: x = n ln 2 + r with |r| at most ln(2)/2, then a polynomial in r, then n into the exponent.</summary>
/// <remarks>
/// Constants were computed with 400 digits. Ln2High has 42 bits, so that n*Ln2High is exact for |n| up to 2^11.
/// Adding and taking away Shifter = 1.5*2^52 rounds to an integer, and leaves that integer in the low bits.
/// </remarks>
internal static class Exponential
{
    private const double Shifter = 6755399441055744.0;
    private const double Log2E = 1.4426950408889634;
    internal const double Ln2High = 0.6931471805598903, Ln2Low = 5.497923018708371e-14;

    /// <summary>e^x * 2^scale. Error below 0.95 ulp; below 1 ulp of the smallest number where the result is denormal.</summary>
    public static Number Exp(Number x, int scale = 0)
    {
        x = Clamp(x, -746 + scale, 710 - scale);
        var (n, r, _) = Reduce(x, -0.0);
        return Scaled(Fma(r, Fma(r, Tail(r), 1), 1), n, scale);
    }

    /// <summary>e^(high + low), for |low| at most an ulp of high. Error below 0.85 ulp, not counting that of low.</summary>
    public static Number Exp(Number high, Number low)
    {
        var known = (high.Abs() < 800).Select(-low, 0);
        var (n, r, rest) = Reduce(Clamp(high, -746, 710), known);
        return Scaled(1 + (r + Fma(r, Fma(r, Tail(r), rest), rest)), n, 0);
    }

    /// <summary>e^x - 1. Error below 0.95 ulp.</summary>
    public static Number Expm1(Number x)
    {
        var (high, low) = Expm1Parts(x);
        return (x.Abs() < Tiny).Select(x, (high + low) * PartsScale);
    }

    /// <summary>(e^x - 1)/x, and 1 at 0. Error below 0.95 ulp.</summary>
    /// <remarks>With y = 1/x, the quotient q = high*y is corrected by what q*x lacks.</remarks>
    public static Number Exprel(Number x)
    {
        var (high, low) = Expm1Parts(x);
        var y = 1 / x;
        var q = high * y;
        var missing = Fma(-q, x, high) + low;
        var ordinary = Fma(missing, y, q) * PartsScale;
        var far = (x < -50).Select(-y, (x > 720).Select(double.PositiveInfinity, ordinary));
        return (x.Abs() < Tiny).Select(1, far);
    }

    /// <summary>The inverse of the factor by which <see cref="Expm1Parts"/> are small.</summary>
    public const double PartsScale = 65536;

    /// <summary>Below this |x|, e^x - 1 = x and (e^x - 1)/x = 1 to the last bit: 2^-54.</summary>
    private const double Tiny = 5.551115123125783e-17;

    /// <summary>(e^x - 1)/65536 as the sum of two numbers, for |x| at least 2^-54 and at most 720 (beyond, the ends).</summary>
    /// <remarks>The factor leaves room for exprel, finite up to x = 716. With S = 2^n/65536 the value is
    /// (S - 1/65536) + S*r + S*(e^r - 1 - r); the first sums are exact: the term on the left is zero or the larger.</remarks>
    public static (Number High, Number Low) Expm1Parts(Number x)
    {
        var (n, r, rest) = Reduce(Clamp(x, -50, 720), -0.0);
        const double unit = 1 / PartsScale;
        var scale = ((n << 52) + BitConverter.DoubleToUInt64Bits(unit)).Number;
        var start = scale - unit;
        var step = scale * r;
        var high = start + step;
        var lost = (step - (high - start)) + ((scale - start) - unit);
        var tail = Fma(r, Fma(r, Tail(r), rest), rest);
        return (high, Fma(scale, tail, lost));
    }

    /// <summary>x - minusLow = n ln 2 + r + rest, n in the low bits.</summary>
    private static (Bits N, Number R, Number Left) Reduce(Number x, Number minusLow)
    {
        var shifted = Fma(x, Log2E, Shifter);
        var n = shifted - Shifter;
        var high = Fma(n, -Ln2High, x);
        var low = Fma(n, Ln2Low, minusLow);
        var r = high - low;
        return (shifted.Bits, r, (high - r) - low);
    }

    /// <summary>(e^r - 1 - r)/r^2 for |r| at most ln(2)/2: minimax by Remez exchange, error of e^r 2^-60.</summary>
    private static Number Tail(Number r) => r.Polynomial(
        0.5, 0.16666666666666682, 0.041666666666666095, 0.008333333333316982, 0.0013888888889116355,
        0.00019841269896515694, 2.4801586925741148e-05, 2.755723472713474e-06, 2.755758225635343e-07,
        2.5112084767082788e-08, 2.082659175768497e-09);

    /// <summary>p * 2^(n + scale) in two steps, as 2^n alone may be too large or too small.</summary>
    private static Number Scaled(Number p, Bits n, int scale)
    {
        var half = n >> 1;
        var first = (half << 52) + Bits.One;
        var second = ((n - half) << 52) + (Bits.One + unchecked((ulong)((long)scale << 52)));
        return p * first.Number * second.Number;
    }

    /// <summary>x moved between two ends; NaN stays.</summary>
    private static Number Clamp(Number x, double lowest, double highest)
    {
        x = (x < lowest).Select(lowest, x);
        return (x > highest).Select(highest, x);
    }
}
