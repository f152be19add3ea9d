using static Brian.Engine.Number;

namespace Brian.Engine;

/// <summary>Random numbers written as operations: the same numbers as <see cref="Philox"/> makes one by one.</summary>
internal static class Draws
{
    /// <summary>Uniform on [0, 1), a multiple of 2^-53.</summary>
    public static Number Uniform(ProgramBuilder builder, int use)
    {
        var w = Words(builder, use, Philox.Draw.Uniform);
        return Either(builder, FromZero(w[0], w[1]), FromZero(w[2], w[3]));
    }

    /// <summary>Standard normal by Box and Muller's method: sqrt(-2 log u) times cos 2 pi v in even blocks, times sin 2 pi v in
    /// odd ones, with u in (0, 1] and v in [0, 1) multiples of 2^-53. Reaches 8.57 standard deviations.</summary>
    public static Number Gaussian(ProgramBuilder builder, int use)
    {
        var w = Words(builder, use, Philox.Draw.Gaussian);
        var radius = (-2 * Logarithm.LogOfNormal(ToOne(w[0], w[1]))).Sqrt();
        var (cos, sin) = Trigonometric.OfTurns(FromZero(w[2], w[3]));
        return Either(builder, radius * cos, radius * sin);
    }

    /// <summary>Four words, each in the low half of 64 bits; the high halves hold whatever the rounds left there.</summary>
    private static Bits[] Words(ProgramBuilder builder, int use, uint draw)
    {
        Bits Source(Op op, int slot = 0) => new(builder, builder.Emit(op, slot: slot));
        var (key, step) = (Source(Op.Key, use), Source(Op.StepBits));
        Bits c0 = step, c1 = step >> 32, c2 = Source(Op.PairCounter), c3 = new(builder, builder.BitConstant(draw));
        Bits k0 = key, k1 = key >> 32;
        for (var round = 0; round < Philox.Rounds; round++)
        {
            var a = Bits.MultiplyWords(Philox.MultiplierA, c0);
            var b = Bits.MultiplyWords(Philox.MultiplierB, c2);
            (c0, c1, c2, c3) = ((b >> 32) ^ (c1 ^ k0), b, (a >> 32) ^ (c3 ^ k1), a);
            k0 += Philox.WeylA;
            k1 += Philox.WeylB;
        }
        return [c0, c1, c2, c3];
    }

    // 27 bits of one word set into 2^25, 26 bits of another into 1/2, stand for multiples of 2^-27 and of 2^-53.
    private const double HighPlace = 33554432, LowPlace = 0.5;

    private static Number High(Bits word) => (((word << 32) >> 37) | BitConverter.DoubleToUInt64Bits(HighPlace)).Number;

    private static Number Low(Bits word) => (((word << 32) >> 38) | BitConverter.DoubleToUInt64Bits(LowPlace)).Number;

    /// <summary>In [0, 1). Both sums are exact.</summary>
    private static Number FromZero(Bits high, Bits low) => (High(high) - (HighPlace + LowPlace)) + Low(low);

    /// <summary>One less that, in (0, 1].</summary>
    private static Number ToOne(Bits high, Bits low) => ((HighPlace + LowPlace + 1) - High(high)) - Low(low);

    private static Number Either(ProgramBuilder builder, Number even, Number odd) =>
        new(builder, builder.Emit(Op.EitherBlock, even.Id, odd.Id));
}
