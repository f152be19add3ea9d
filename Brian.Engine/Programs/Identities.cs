using static System.BitConverter;

namespace Brian.Engine;

/// <summary>Instructions whose value is there already, or has a simpler name. Each rule holds for every operand, zeros of
/// either sign, infinities and NaN included.</summary>
internal static class Identities
{
    /// <summary>The number of an equal value, or null when no rule applies.</summary>
    public static int? Find(ProgramBuilder builder, Instruction i)
    {
        bool Is(int value, double number) =>
            builder[value].Op is Op.Constant && DoubleToUInt64Bits(builder[value].Number) == DoubleToUInt64Bits(number);
        bool IsOp(int value, Op op) => builder[value].Op == op;
        int Negated(int value) => builder.Emit(Op.Negate, value);

        return i.Op switch
        {
            Op.Add when Is(i.A, -0.0) => i.B,
            Op.Add when Is(i.B, -0.0) => i.A,
            Op.Subtract when Is(i.B, 0.0) => i.A,
            Op.Multiply when Is(i.A, 1) => i.B,
            Op.Multiply when Is(i.B, 1) => i.A,
            Op.Multiply when Is(i.A, -1) => Negated(i.B),
            Op.Multiply when Is(i.B, -1) => Negated(i.A),
            Op.Divide when Is(i.B, 1) => i.A,
            Op.Divide when Is(i.B, -1) => Negated(i.A),
            Op.Divide when ExactReciprocal(builder[i.B]) is { } r => builder.Emit(Op.Multiply, i.A, builder.Constant(r)),
            Op.MultiplyAdd when Is(i.A, 1) => builder.Emit(Op.Add, i.B, i.C),
            Op.MultiplyAdd when Is(i.B, 1) => builder.Emit(Op.Add, i.A, i.C),
            Op.MultiplyAdd when Is(i.C, -0.0) => builder.Emit(Op.Multiply, i.A, i.B),
            Op.Negate when IsOp(i.A, Op.Negate) => builder[i.A].A,
            Op.Absolute when IsOp(i.A, Op.Absolute) => i.A,
            Op.Absolute when IsOp(i.A, Op.Negate) => builder.Emit(Op.Absolute, builder[i.A].A),
            Op.Minimum or Op.Maximum when i.A == i.B => i.A,
            Op.Power when Is(i.B, 1) => i.A,
            Op.Power when Is(i.B, 0.0) || Is(i.B, -0.0) => builder.Constant(1.0),
            Op.And when i.A == i.B || IsOp(i.B, Op.True) => i.A,
            Op.And when IsOp(i.A, Op.True) => i.B,
            Op.And when IsOp(i.A, Op.False) || IsOp(i.B, Op.False) => builder.Mask(false),
            Op.Or when i.A == i.B || IsOp(i.B, Op.False) => i.A,
            Op.Or when IsOp(i.A, Op.False) => i.B,
            Op.Or when IsOp(i.A, Op.True) || IsOp(i.B, Op.True) => builder.Mask(true),
            Op.Not when IsOp(i.A, Op.Not) => builder[i.A].A,
            Op.Select when i.B == i.C || IsOp(i.A, Op.True) => i.B,
            Op.Select when IsOp(i.A, Op.False) => i.C,
            Op.Select when IsOp(i.A, Op.Not) => builder.Emit(Op.Select, builder[i.A].A, i.C, i.B),
            Op.Rare when IsOp(i.C, Op.False) => builder.Constant(0.0),
            Op.Call when IsOp(i.B, Op.False) => builder.Constant(0.0),
            Op.ShiftLeft or Op.ShiftRight when i.Slot == 0 => i.A,
            Op.BitOr or Op.BitXor or Op.AddBits when Is(i.A, 0.0) => i.B,
            Op.BitOr or Op.BitXor or Op.AddBits when Is(i.B, 0.0) => i.A,
            _ => null,
        };
    }

    /// <summary>1/c when c is a power of two whose reciprocal is a normal number: x/c and x*(1/c) then round the same value.</summary>
    private static double? ExactReciprocal(Instruction i)
    {
        if (i.Op is not Op.Constant)
            return null;
        var c = i.Number;
        const ulong mantissa = 0x000F_FFFF_FFFF_FFFF;
        return double.IsNormal(c) && double.IsNormal(1 / c) && (DoubleToUInt64Bits(c) & mantissa) == 0 ? 1 / c : null;
    }
}
