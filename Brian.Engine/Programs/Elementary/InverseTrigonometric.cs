using static Brian.Engine.Number;

namespace Brian.Engine;

/// <summary>Inverse sine, cosine and tangent.</summary>
internal static class InverseTrigonometric
{
    private const double HalfPi = 1.5707963267948966, HalfPiLow = 6.123233995736766e-17;

    /// <summary>Inverse sine, NaN outside [-1, 1]. Error below 0.7 ulp.</summary>
    public static Number Arcsin(Number x)
    {
        var (small, s, rest) = Half(x);
        var inner = s + rest;
        var start = HalfPi - 2 * s;
        var lost = (HalfPi - start) - 2 * s;
        var outer = start + (lost + (HalfPiLow - 2 * rest));
        return small.Select(inner, outer).WithSignOf(x);
    }

    /// <summary>Inverse cosine, NaN outside [-1, 1]. Error below 0.7 ulp.</summary>
    public static Number Arccos(Number x)
    {
        var (small, s, rest) = Half(x);
        // pi/2 - asin(x) inside; 2 asin(sqrt((1 - x)/2)) on the right; pi less the mirrored value on the left.
        var left = x < 0;
        var turn = small.Select(HalfPi, 2 * HalfPi);
        var turnLow = small.Select(HalfPiLow, 2 * HalfPiLow);
        var part = small.Select(s.WithSignOf(x), 2 * s);
        var partRest = small.Select(rest.WithSignOf(x), 2 * rest);
        var start = turn - part;
        var lost = (turn - start) - part;
        var difference = start + (lost + (turnLow - partRest));
        return (small | left).Select(difference, part + partRest);
    }

    /// <summary>asin of s + rest, |x| below 1/2 standing for itself and beyond it for sqrt((1 - |x|)/2).</summary>
    /// <remarks>(asin s - s)/s^3 in z = s^2 up to 1/4: minimax by Remez exchange, error 2^-59.</remarks>
    private static (Mask Small, Number S, Number Left) Half(Number x)
    {
        var size = x.Abs();
        var small = size <= 0.5;
        var z = small.Select(x * x, 0.5 * (1 - size));
        var root = z.Sqrt();
        var s = small.Select(size, root);
        var series = z.Polynomial(
            0.16666666666666763, 0.07499999999970261, 0.04464285717512108, 0.03038194268362041, 0.022372215659921348,
            0.017351600101803942, 0.013980961311651394, 0.011397777204452364, 0.010786522160312508, 0.003683067515714193,
            0.02176343927209659, -0.0210772113297469, 0.03267684166991509);
        // What the rounded root lacks; the small number keeps 0/0 away at |x| = 1.
        var rootLow = small.Select(0, Fma(-root, root, z) / (2 * root + 1e-300));
        return (small, s, Fma(s * z, series, rootLow));
    }

    /// <summary>Inverse tangent. Error below 0.7 ulp.</summary>
    /// <remarks>From tan(pi/8) on, atan a = pi/4 + atan((a - 1)/(a + 1)); from tan(3 pi/8) on, pi/2 + atan(-1/a). The quotient
    /// keeps what its rounding lost. (atan t - t)/t^3 in z = t^2 up to 0.1716: minimax by Remez exchange, error 2^-59.</remarks>
    public static Number Arctan(Number x)
    {
        var a = x.Abs();
        a = (a > 1e18).Select(1e18, a);
        var far = a > 2.414213562373095;
        var middle = a > 0.41421356237309503;
        var less = a - 1;
        var more = a + 1;
        var top = far.Select(-1, middle.Select(less, a));
        var bottom = far.Select(a, middle.Select(more, 1));
        var between = middle & !far;
        var topLow = between.Select(a - (less + 1), 0);
        var bottomLow = between.Select(((1 - (more - (more - 1))) + (a - (more - 1))), 0);
        var start = far.Select(HalfPi, middle.Select(0.5 * HalfPi, 0));
        var startLow = far.Select(HalfPiLow, middle.Select(0.5 * HalfPiLow, 0));

        var y = 1 / bottom;
        var t = top * y;
        var tLow = (Fma(-t, bottomLow, Fma(-t, bottom, top)) + topLow) * y;
        var z = t * t;
        var series = z.Polynomial(
            -0.333333333333332, 0.19999999999953874, -0.14285714280226255, 0.11111110784973224, -0.09090897801641594,
            0.07692060996862309, -0.06663112887342837, 0.058479529029489545, -0.05039586986954492, 0.0380716068228649,
            -0.01791477644957139);
        var sum = start + t;
        var lost = t - (sum - start);
        return (sum + (lost + (startLow + Fma(z * t, series, tLow)))).WithSignOf(x);
    }
}
