using static Brian.Engine.Number;

namespace Brian.Engine;

/// <summary>x to the y.</summary>
internal static class Powers
{
    /// <summary>|x|^y = exp(y log|x|), the logarithm and the product in twice the precision. Error below 1 ulp.</summary>
    /// <remarks>The special cases are those of C and of Python: x^0 = 1^y = 1 even for NaN, a negative base with an
    /// integer exponent has the sign of its parity, with any other it gives NaN. Constant exponents 2, 3 and 4 are
    /// products: at most 0.5, 1.5 and 2 ulp.</remarks>
    public static Number Power(ProgramBuilder builder, Number x, Number y, int slot)
    {
        if (builder.IsConstant(y.Id) && builder.NumberOf(y.Id) is var n and (2.0 or 3.0 or 4.0))
            return n == 3 ? x * x * x : n == 2 ? x * x : (x * x) * (x * x);

        var size = x.Abs();
        var (high, low) = Logarithm.LogParts(size);
        high = size.Is(0).Select(double.NegativeInfinity, (size < double.PositiveInfinity).Select(high, size));
        low = (size.Is(0) | size.Is(double.PositiveInfinity)).Select(0, low);
        var product = y * high;
        var rest = Fma(y, low, Fma(y, high, -product));
        var isUnit = size.Is(1);
        var value = Exponential.Exp(isUnit.Select(0, product), isUnit.Select(0, rest));

        var isInteger = y.Floor().Is(y);
        var halfOfY = 0.5 * y;
        var isOdd = isInteger & !halfOfY.Floor().Is(halfOfY);
        var signed = isOdd.Select((value.Bits | (x.Bits & Bits.Sign)).Number, value);
        var imaginary = (x < 0) & (x > double.NegativeInfinity) & !isInteger;
        return (y.Is(0) | x.Is(1)).Select(1, imaginary.Select(double.NaN, signed));
    }
}
