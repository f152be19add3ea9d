using static Brian.Engine.Exponential;
using static Brian.Engine.Number;

namespace Brian.Engine;

/// <summary>Logarithms: x = 2^k (1 + f) with 1 + f from sqrt(1/2) to sqrt(2); then, with s = f/(2 + f),
/// log(1 + f) = 2 artanh(s) = 2 s + s z (2/3 + 2/5 z + ...), z = s^2.</summary>
internal static class Logarithm
{
    private const ulong SqrtHalf = 0x3FE6_A09E_667F_3BCD, Mantissa = 0x000F_FFFF_FFFF_FFFF;
    private const double TwoTo52 = 4503599627370496.0, SmallestNormal = 2.2250738585072014E-308;
    private const double Log10E = 0.4342944819032518, Log10ELow = 1.098319650216765e-17;

    /// <summary>The natural logarithm; -inf at 0, NaN below. Error below 0.8 ulp.</summary>
    public static Number Log(Number x)
    {
        var (k, f) = Split(x, anyPositive: true);
        return Ends(x, Combine(k, f, k * Ln2Low));
    }

    /// <summary>log(x) for a normal positive x, without the care for anything else.</summary>
    public static Number LogOfNormal(Number x)
    {
        var (k, f) = Split(x, anyPositive: false);
        return Combine(k, f, k * Ln2Low);
    }

    /// <summary>log(1 + x). Error below 0.8 ulp.</summary>
    /// <remarks>With u = 1 + x rounded and c what the rounding lost: log u + c/u.</remarks>
    public static Number Log1p(Number x)
    {
        var u = 1 + x;
        var back = u - 1;
        var c = (1 - (u - back)) + (x - back);
        var (k, f) = Split(u, anyPositive: false);
        var value = Combine(k, f, Fma(k, Ln2Low, c / u));
        return x.Is(0).Select(x, Ends(u, value));
    }

    /// <summary>The logarithm to base 10. Error below 0.6 ulp; exact at powers of ten.</summary>
    public static Number Log10(Number x)
    {
        var (high, low) = LogParts(x);
        var product = high * Log10E;
        var rest = Fma(high, Log10E, -product) + Fma(low, Log10E, high * Log10ELow);
        return Ends(x, product + rest);
    }

    /// <summary>log(x) for 0 &lt; x &lt; inf as the sum of two numbers. Relative error about 2^-65.</summary>
    /// <remarks>Every step that matters keeps what its rounding lost; only 2/5 z^2 and beyond are plain.</remarks>
    public static (Number High, Number Low) LogParts(Number x)
    {
        var (k, f) = Split(x, anyPositive: true);
        var d = f + 2;
        var dLow = f - (d - 2);
        var y = 1 / d;
        var s = f * y;
        var sLow = Fma(-s, dLow, Fma(-s, d, f)) * y;
        var z = s * s;
        var zLow = Fma(s + s, sLow, Fma(s, s, -z));

        const double third = 0.6666666666666666, thirdLow = 3.700743415417188e-17;
        var q = z * Beyond(z);
        var p = third + q;
        var pLow = ((third - p) + q) + thirdLow;
        var t = z * p;
        var tLow = Fma(z, p, -t) + Fma(z, pLow, zLow * p);
        var a = s * t;
        var aLow = Fma(s, t, -a) + Fma(s, tLow, sLow * t);
        var twice = s + s;
        var m = twice + a;
        var mLow = ((twice - m) + a) + (sLow + sLow + aLow);

        var kHigh = k * Ln2High;
        var high = kHigh + m;
        var low = ((kHigh - high) + m) + Fma(k, Ln2Low, mLow);
        var sum = high + low;
        return (sum, low - (sum - high));
    }

    /// <summary>x = 2^k (1 + f), f exact. Taking the bits of sqrt(1/2) for the origin of the exponent centres 1 + f on 1.</summary>
    private static (Number K, Number F) Split(Number x, bool anyPositive)
    {
        Number bias = TwoTo52 + 1023;
        if (anyPositive)
        {
            var denormal = x < SmallestNormal;
            x = denormal.Select(x * TwoTo54, x);
            bias = denormal.Select(TwoTo52 + 1023 + 54, TwoTo52 + 1023);
        }
        var u = x.Bits + (Bits.One - SqrtHalf);
        var k = ((u >> 52) | BitConverter.DoubleToUInt64Bits(TwoTo52)).Number - bias;
        var m = ((u & Mantissa) + SqrtHalf).Number;
        return (k, m - 1);
    }

    private const double TwoTo54 = 18014398509481984.0;

    /// <summary>k ln 2 + log(1 + f), <paramref name="low"/> being k*Ln2Low and what else is small.</summary>
    /// <remarks>2 s = f - s f, and s f = f^2/2 - s f^2/2: the large terms are exact.</remarks>
    private static Number Combine(Number k, Number f, Number low)
    {
        var s = f / (2 + f);
        var z = s * s;
        var half = 0.5 * f * f;
        return k * Ln2High + (f - (half - Fma(s, half + z * Series(z), low)));
    }

    /// <summary>2/3 + 2/5 z + ... up to z = 0.0294: minimax by Remez exchange, error of the logarithm 2^-59.</summary>
    private static Number Series(Number z) => z.Polynomial(
        0.6666666666666735, 0.3999999999941289, 0.2857142874282559, 0.22222198524498296, 0.18183567038527523,
        0.15313976736872542, 0.14796730542656145);

    /// <summary>2/5 + 2/7 z + ... up to z = 0.0294: minimax by Remez exchange, error of the logarithm 2^-66.</summary>
    private static Number Beyond(Number z) => z.Polynomial(
        0.3999999999999998, 0.28571428571445157, 0.222222222175249, 0.18181818871736827, 0.1538455677379049,
        0.13336321165244217, 0.11674742337238049, 0.11989648546062318);

    /// <summary>The value for 0 &lt; x &lt; inf; else -inf, NaN, inf or NaN.</summary>
    private static Number Ends(Number x, Number value)
    {
        var notPositive = x.Is(0).Select(double.NegativeInfinity, double.NaN);
        return (x > 0).Select((x < double.PositiveInfinity).Select(value, x), (x <= 0).Select(notPositive, x));
    }
}
