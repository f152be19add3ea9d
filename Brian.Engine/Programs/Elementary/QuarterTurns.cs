using System.Numerics;

namespace Brian.Engine;

/// <summary>Large angles modulo pi/2.</summary>
/// <remarks>Payne and Hanek's method: of the product of the integer significand with 2/pi, only the bits that stand for
/// 2 and below are needed, so 192 bits of 2/pi, from the place the exponent says, are enough.</remarks>
internal static class QuarterTurns
{
    // The first 1280 bits of 2/pi after the point, computed with 1400 bits.
    private static ReadOnlySpan<ulong> TwoOverPi =>
    [
        0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041, 0xFE5163ABDEBBC561, 0xB7246E3A424DD2E0,
        0x06492EEA09D1921C, 0xFE1DEB1CB129A73E, 0xE88235F52EBB4484, 0xE99C7026B45F7E41, 0x3991D639835339F4,
        0x9C845F8BBDF9283B, 0x1FF897FFDE05980F, 0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7, 0x4F463F669E5FEA2D,
        0x7527BAC7EBE5F17B, 0x3D0739F78A5292EA, 0x6BFB5FB11F8D5D08, 0x56033046FC7B6BAB, 0xF0CFBC209AF4361D,
    ];

    /// <summary>x = (4 k + Turns) pi/2 + High + Low for some integer k, |High| at most pi/4; for finite |x| of at least 2^24.</summary>
    public static (int Turns, double High, double Low) Of(double x)
    {
        var bits = BitConverter.DoubleToUInt64Bits(x);
        var exponent = (int)(bits >> 52 & 0x7FF) - 1075;
        var significand = bits & 0x000F_FFFF_FFFF_FFFF | 0x0010_0000_0000_0000;

        // x*2/pi = significand * 2^exponent * 0.b0 b1 b2...; the bits of 2/pi before `start` stand for multiples of 4.
        // The sum is in units of 2^-126: two bits before the point remain, and 126 after it.
        var start = exponent - 2;
        var product = ((UInt128)Word(start) * significand << 64)
            + (UInt128)Word(start + 64) * significand
            + ((UInt128)Word(start + 128) * significand >> 64);
        var turns = (int)(product >> 126);
        var fraction = (Int128)(product << 2);
        if (fraction < 0)
            turns++;
        // The fraction is now between -1/2 and 1/2, in units of 2^-128.
        var (high, rest) = Parts(fraction);
        const double halfPi = 1.5707963267948966, halfPiLow = 6.123233995736766e-17;
        var angle = high * halfPi;
        var angleLow = Math.FusedMultiplyAdd(high, halfPi, -angle) + Math.FusedMultiplyAdd(high, halfPiLow, rest * halfPi);
        var sum = angle + angleLow;
        var lost = angleLow - (sum - angle);
        return x < 0 ? (-turns & 3, -sum, -lost) : (turns & 3, sum, lost);
    }

    /// <summary>64 bits of 2/pi from a position on that is at least -63; before the point it has zeros.</summary>
    private static ulong Word(int position)
    {
        if (position < 0)
            return TwoOverPi[0] >> -position;
        var (index, shift) = (position >> 6, position & 63);
        return shift == 0 ? TwoOverPi[index] : TwoOverPi[index] << shift | TwoOverPi[index + 1] >> 64 - shift;
    }

    /// <summary>A fixed-point number with 128 bits after the point as the sum of two doubles.</summary>
    private static (double High, double Low) Parts(Int128 value)
    {
        var negative = value < 0;
        var size = negative ? (UInt128)(-value) : (UInt128)value;
        var length = 128 - (int)UInt128.LeadingZeroCount(size);
        var cut = Math.Max(length - 53, 0);
        var high = Math.ScaleB((double)(ulong)(size >> cut), cut - 128);
        var low = Math.ScaleB((double)(size - (size >> cut << cut)), -128);
        return negative ? (-high, -low) : (high, low);
    }
}
