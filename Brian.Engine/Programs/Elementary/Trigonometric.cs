using static Brian.Engine.Number;

namespace Brian.Engine;

/// <summary>Sine, cosine and tangent: x = n pi/2 + r + rest with |r| at most pi/4, then polynomials in r^2.</summary>
internal static class Trigonometric
{
    private const double Shifter = 6755399441055744.0, TwoOverPi = 0.6366197723675814;

    // pi/2 in three parts of 53 bits.
    private const double Pi1 = 1.5707963267948966, Pi2 = 6.123233995736766e-17, Pi3 = -1.4973849048591698e-33;

    /// <summary>Up to here the three parts of pi/2 are enough: 2^31.</summary>
    private const double Far = 2147483648.0;

    /// <summary>Sine; NaN at infinity. Error below 0.8 ulp for every x.</summary>
    public static Number Sin(Number x)
    {
        var (n, r, rest) = Reduce(x);
        var value = Odd(n).Select(Whole(CosParts(r, rest)), Whole(SinParts(r, rest)));
        return x.Is(0).Select(x, Signed(value, n));
    }

    /// <summary>Cosine; NaN at infinity. Error below 0.8 ulp for every x.</summary>
    public static Number Cos(Number x)
    {
        var (n, r, rest) = Reduce(x);
        var value = Odd(n).Select(Whole(SinParts(r, rest)), Whole(CosParts(r, rest)));
        return Signed(value, n + 1UL);
    }

    /// <summary>Tangent; NaN at infinity. Error below 0.95 ulp for every x.</summary>
    public static Number Tan(Number x)
    {
        var (n, r, rest) = Reduce(x);
        var odd = Odd(n);
        var (sin, sinLow) = Normal(SinParts(r, rest));
        var (cos, cosLow) = Normal(CosParts(r, rest));
        var top = odd.Select(-cos, sin);
        var topLow = odd.Select(-cosLow, sinLow);
        var bottom = odd.Select(sin, cos);
        var bottomLow = odd.Select(sinLow, cosLow);
        var q = top / bottom;
        var missing = Fma(-q, bottomLow, Fma(-q, bottom, top) + topLow);
        return x.Is(0).Select(x, q + missing / bottom);
    }

    /// <summary>n modulo 4 in the low bits, r and what r lacks.</summary>
    /// <remarks>x - n*Pi1 is exact in one fused step: it is a multiple of 2^-53 below 1 (for n = 0 it is x). Two exact sums
    /// take off Pi2. Beyond 2^31 the product with 2/pi needs more bits than three parts: <see cref="QuarterTurns"/>.</remarks>
    private static (Bits N, Number R, Number Left) Reduce(Number x)
    {
        var shifted = Fma(x, TwoOverPi, Shifter);
        var n = shifted - Shifter;
        var first = Fma(n, -Pi1, x);
        var w = n * Pi2;
        var wLow = Fma(n, Pi2, -w);
        var r = first - w;
        var back = r - first;
        var rest = ((first - (r - back)) - (w + back)) - Fma(n, Pi3, wLow);

        var far = (x.Abs() >= Far) & (x.Abs() < double.PositiveInfinity);
        Number Exact(RareFunction part) => Rare(part, x, x, far);
        return (
            far.Select(Exact(RareFunction.QuarterTurns) + Shifter, shifted).Bits,
            far.Select(Exact(RareFunction.AngleHigh), r),
            far.Select(Exact(RareFunction.AngleLow), rest));
    }

    private static Mask Odd(Bits n) => ((n << 63) >> 1).Number.Is(2.0);

    /// <summary>The value with the sign changed where bit 1 of n is set.</summary>
    private static Number Signed(Number value, Bits n) => (value.Bits ^ ((n << 62) & Bits.Sign)).Number;

    private static Number Whole((Number High, Number Low) parts) => parts.High + parts.Low;

    private static (Number High, Number Low) Normal((Number High, Number Low) parts)
    {
        var sum = parts.High + parts.Low;
        return (sum, parts.Low - (sum - parts.High));
    }

    /// <summary>sin(r + rest), |r| at most pi/4: minimax by Remez exchange in z = r^2, error 2^-57.</summary>
    private static (Number High, Number Low) SinParts(Number r, Number rest)
    {
        var z = r * r;
        var s = z.Polynomial(-0.16666666666666632, 0.008333333333322398, -0.00019841269829794228,
            2.7557313686991495e-06, -2.505075731298852e-08, 1.5896747481183902e-10);
        return (r, Fma(z * r, s, Fma(-0.5 * z, rest, rest)));
    }

    /// <summary>cos(r + rest), |r| at most pi/4: minimax by Remez exchange in z = r^2, error 2^-59.</summary>
    private static (Number High, Number Low) CosParts(Number r, Number rest)
    {
        var z = r * r;
        var c = z.Polynomial(0.0416666666666666, -0.00138888888888741, 2.4801587289467707e-05,
            -2.7557314347947596e-07, 2.087572265170772e-09, -1.1359614393880257e-11);
        var half = 0.5 * z;
        var high = 1 - half;
        return (high, ((1 - high) - half) + Fma(z * z, c, -(r * rest)));
    }

    /// <summary>cos and sin of 2 pi u for u in [0, 1]. Error below 0.8 ulp of the larger.</summary>
    /// <remarks>4 u = n + f with |f| at most 1/2, exactly; then polynomials for cos and sin of f pi/2, minimax by Remez
    /// exchange, errors 2^-55 and 2^-53.7.</remarks>
    public static (Number Cos, Number Sin) OfTurns(Number u)
    {
        var shifted = Fma(u, 4, Shifter);
        var f = Fma(u, 4, -(shifted - Shifter));
        var z = f * f;
        var sin = f * z.Polynomial(1.5707963267948966, -0.6459640975062463, 0.07969262624616692, -0.0046817541353148286,
            0.00016044118472668972, -3.5988427172469656e-06, 5.6919278801928043e-08, -6.627628333551513e-10);
        var cos = Fma(z, z.Polynomial(-1.2337005501361697, 0.2536695079010469, -0.020863480763315442, 0.0009192602742250383,
            -2.5202036991559027e-05, 4.7106156582210805e-07, -6.321892493969778e-09), 1);
        var n = shifted.Bits;
        var odd = Odd(n);
        return (Signed(odd.Select(sin, cos), n + 1UL), Signed(odd.Select(cos, sin), n));
    }
}
