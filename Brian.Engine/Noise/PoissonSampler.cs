namespace Brian.Engine;

/// <summary>Poisson numbers, one neuron at a time.</summary>
/// <remarks>The k-th two uniforms of a neuron come from draw 2 + 2k (even block) or 3 + 2k (odd block).</remarks>
internal static class PoissonSampler
{
    private static readonly ScalarFunction s_exp = new(Op.Exp), s_log = new(Op.Log);

    /// <summary>A number with this mean: NaN unless the mean is at least 0, infinite if it is.</summary>
    public static double Sample(double mean, ulong key, long step, int neuron)
    {
        if (!(mean >= 0))
            return double.NaN;
        if (mean == 0 || double.IsPositiveInfinity(mean))
            return mean;
        return mean < 10 ? BySearch(mean, Uniforms(key, step, neuron, 0).U) : ByRejection(mean, key, step, neuron);
    }

    private static (double U, double V) Uniforms(ulong key, long step, int neuron, uint attempt)
    {
        var block = neuron >> 3;
        var pair = (uint)((block >> 1 << 3) + (neuron & 7));
        var draw = Philox.Draw.Poisson + 2 * attempt + (uint)(block & 1);
        var (a, b, c, d) = Philox.Words(((uint)step, (uint)(step >> 32), pair, draw), key);
        return (Philox.Uniform(a, b), Philox.Uniform(c, d));
    }

    /// <summary>The smallest k whose cumulative probability exceeds u. Ends when the rest is below the last bit.</summary>
    private static double BySearch(double mean, double u)
    {
        var probability = s_exp[-mean];
        var k = 0;
        while (u >= probability && probability > 0)
        {
            u -= probability;
            k++;
            probability *= mean / k;
        }
        return k;
    }

    /// <summary>Hoermann's PTRS ("The transformed rejection method for generating Poisson random variables", Insurance:
    /// Mathematics and Economics 12, 1993); the first 128 attempts all fail with probability below 10^-80.</summary>
    private static double ByRejection(double mean, ulong key, long step, int neuron)
    {
        var logMean = s_log[mean];
        var b = 0.931 + 2.53 * Math.Sqrt(mean);
        var a = -0.059 + 0.02483 * b;
        var logInverseAlpha = s_log[1.1239 + 1.1328 / (b - 3.4)];
        var squeeze = 0.9277 - 3.6224 / (b - 2);
        for (var attempt = 0u; attempt < 128; attempt++)
        {
            var (x, v) = Uniforms(key, step, neuron, attempt);
            var u = x - 0.5;
            var us = 0.5 - Math.Abs(u);
            if (us < 0.013 && v > us)
                continue;
            var k = Math.Floor((2 * a / us + b) * u + mean + 0.43);
            if (k < 0)
                continue;
            if (us >= 0.07 && v <= squeeze)
                return k;
            if (s_log[v] + logInverseAlpha - s_log[a / (us * us) + b] <= k * logMean - mean - LogFactorial(k))
                return k;
        }
        return Math.Floor(mean);
    }

    /// <summary>log k! by Stirling's series to 1/k^7, from k = 10 on after moving k up; error below 1e-12.</summary>
    private static double LogFactorial(double k)
    {
        var x = k + 1;
        var product = 1.0;
        for (; x < 10; x++)
            product *= x;
        var z = 1 / (x * x);
        var series = (1.0 / 12 + z * (-1.0 / 360 + z * (1.0 / 1260 - z / 1680))) / x;
        const double halfLogTwoPi = 0.91893853320467278;
        return (x - 0.5) * s_log[x] - x + halfLogTwoPi + series - s_log[product];
    }
}
