using static Brian.Engine.Exponential;
using static Brian.Engine.Number;

namespace Brian.Engine;

/// <summary>Hyperbolic functions from e^|x| - 1 in two parts.</summary>
internal static class Hyperbolic
{
    private const double Unit = 1 / PartsScale;

    /// <summary>Below this |x| sinh x = tanh x = x to the last bit: 2^-28.</summary>
    private const double Tiny = 3.725290298461914e-09;

    /// <summary>Hyperbolic sine. Error below 1.1 ulp.</summary>
    /// <remarks>With t = e^|x| - 1: (t + t/(t + 1))/2, the quotient corrected by what it lacks.</remarks>
    public static Number Sinh(Number x)
    {
        var (t, tLow) = Normal(x.Abs());
        var (q, qLow) = Quotient(t, tLow, Unit);
        var value = PartsScale / 2 * (t + Fma(Unit, q, Fma(Unit, qLow, tLow)));
        return (x.Abs() < Tiny).Select(x, value.WithSignOf(x));
    }

    /// <summary>Hyperbolic cosine. Error below 1.4 ulp.</summary>
    /// <remarks>With e = e^|x|/2, which overflows only where the result does: e + 1/(4 e).</remarks>
    public static Number Cosh(Number x)
    {
        var e = Exp(x.Abs(), -1);
        return e + 0.25 / e;
    }

    /// <summary>Hyperbolic tangent. Error below 1 ulp.</summary>
    /// <remarks>With t = e^|2x| - 1: t/(t + 2), the quotient corrected by what it lacks.</remarks>
    public static Number Tanh(Number x)
    {
        var twice = 2 * x.Abs();
        var (t, tLow) = Normal((twice > 50).Select(50, twice));
        var (q, qLow) = Quotient(t, tLow, 2 * Unit);
        return (x.Abs() < Tiny).Select(x, (q + qLow).WithSignOf(x));
    }

    /// <summary>t/(t + shift), t in two parts.</summary>
    private static (Number High, Number Low) Quotient(Number t, Number tLow, double shift)
    {
        var bottom = t + shift;
        var back = bottom - shift;
        var bottomLow = ((t - back) + (shift - (bottom - back))) + tLow;
        var q = t / bottom;
        return (q, Fma(-q, bottomLow, Fma(-q, bottom, t) + tLow) / bottom);
    }

    private static (Number High, Number Low) Normal(Number x)
    {
        var (high, low) = Expm1Parts(x);
        var sum = high + low;
        return (sum, low - (sum - high));
    }
}
