using static System.BitConverter;

namespace Brian.Engine;

/// <summary>What a value is: a number (or its bits), a condition, or a list of arguments.</summary>
internal enum Kind : byte
{
    Number,
    Mask,
    Arguments,
}

/// <summary>How the lanes of a wide operation are typed.</summary>
internal enum Lanes : byte
{
    Numbers,
    Bits,
}

/// <summary>The meaning of an operation for one neuron. Masks are numbers with all bits set, or none.</summary>
internal delegate double ScalarForm(double a, double b, double c, int slot);

/// <summary>Writes an operation as simpler ones.</summary>
internal delegate Number Expansion(ProgramBuilder builder, Number a, Number b, int slot);

/// <summary>Everything known about one operation.</summary>
/// <param name="Op">The operation.</param>
/// <param name="Operands">Kinds of its operands.</param>
/// <param name="Result">Kind of its value.</param>
/// <param name="Text">How it prints: {0} to {2} are the operands, {3} the slot.</param>
internal sealed record OpRow(Op Op, Kind[] Operands, Kind Result, string Text)
{
    /// <summary>Its meaning, where that depends on the operands alone and no expansion gives it.</summary>
    public ScalarForm? Scalar { get; init; }

    /// <summary>Name of the operator of <c>Vector512&lt;T&gt;</c>, or else of the method of <c>Vector512</c>, that does the same to
    /// lanes; <c>Vector256</c> and <c>Vector128</c> have it too. Only names that the just-in-time compiler knows: it must not have
    /// to inline them, since beyond some hundred calls it stops inlining and the kernel becomes 20 times slower.</summary>
    public string? Wide { get; init; }

    /// <summary>Type of the lanes <see cref="Wide"/> works on.</summary>
    public Lanes Lanes { get; init; }

    /// <summary>Its expansion, for the operations that have one.</summary>
    public Expansion? Expansion { get; init; }

    /// <summary>True when a and b may change places.</summary>
    public bool Commutes { get; init; }

    /// <summary>True when the slot means something.</summary>
    public bool HasSlot => Text.Contains("{3}", StringComparison.Ordinal);

    /// <summary>True when the value depends on the operands and the slot alone.</summary>
    public bool IsPure => Scalar is not null || (Expansion is not null && Op is not (Op.Uniform or Op.Gaussian));
}

/// <summary>One row for each operation: the scalar and the wide form side by side.</summary>
internal static class OpTable
{
    /// <summary>The masks as numbers: all bits set, no bit set.</summary>
    public static readonly double TrueBits = UInt64BitsToDouble(ulong.MaxValue);

    private static readonly OpRow[] s_rows = Rows();

    /// <summary>The row of an operation.</summary>
    public static OpRow Of(Op op) =>
        (int)op < s_rows.Length ? s_rows[(int)op] : throw new PlanException($"There is no operation {op}.");

    private static double Mask(bool holds) => holds ? TrueBits : 0;

    private static ulong Bits(double x) => DoubleToUInt64Bits(x);

    private static double Number(ulong bits) => UInt64BitsToDouble(bits);

    /// <summary>True when a number used as a mask holds.</summary>
    public static bool Holds(double mask) => Bits(mask) != 0;

    private static Kind[] Kinds(Kind kind, int count)
    {
        var kinds = new Kind[count];
        Array.Fill(kinds, kind);
        return kinds;
    }

    private static OpRow Source(Op op, Kind result, string text) => new(op, [], result, text);

    private static OpRow On(Op op, int operands, string text, ScalarForm scalar, string wide, Lanes lanes = Lanes.Numbers) =>
        new(op, Kinds(Kind.Number, operands), Kind.Number, text) { Scalar = scalar, Wide = wide, Lanes = lanes };

    private static OpRow Compare(Op op, string text, ScalarForm scalar, string wide) =>
        new(op, [Kind.Number, Kind.Number], Kind.Mask, text) { Scalar = scalar, Wide = wide };

    private static OpRow OnMasks(Op op, int operands, string text, ScalarForm scalar, string wide) =>
        new(op, Kinds(Kind.Mask, operands), Kind.Mask, text) { Scalar = scalar, Wide = wide };

    private static OpRow Expands(Op op, int operands, string text, Expansion expansion) =>
        new(op, Kinds(Kind.Number, operands), Kind.Number, text) { Expansion = expansion };

    private static OpRow Function(Op op, Func<Number, Number> expansion) =>
        Expands(op, 1, $"{op.ToString().ToLowerInvariant()}({{0}})", (_, a, _, _) => expansion(a));

    private static OpRow[] Rows()
    {
        OpRow[] rows =
        [
            Source(Op.Constant, Kind.Number, "constant"),
            Source(Op.Field, Kind.Number, "field[{3}]"),
            Source(Op.Shared, Kind.Number, "shared[{3}]"),
            Source(Op.Index, Kind.Number, "i"),
            Source(Op.Time, Kind.Number, "t"),
            Source(Op.Step, Kind.Number, "step"),
            Source(Op.Occurred, Kind.Mask, "occurred[{3}]"),

            On(Op.Add, 2, "{0} + {1}", (a, b, _, _) => a + b, "op_Addition") with { Commutes = true },
            On(Op.Subtract, 2, "{0} - {1}", (a, b, _, _) => a - b, "op_Subtraction"),
            On(Op.Multiply, 2, "{0} * {1}", (a, b, _, _) => a * b, "op_Multiply") with { Commutes = true },
            On(Op.Divide, 2, "{0} / {1}", (a, b, _, _) => a / b, "op_Division"),
            On(Op.MultiplyAdd, 3, "fma({0}, {1}, {2})", (a, b, c, _) => Math.FusedMultiplyAdd(a, b, c), "FusedMultiplyAdd")
                with { Commutes = true },
            On(Op.Negate, 1, "-{0}", (a, _, _, _) => -a, "op_UnaryNegation"),
            On(Op.Absolute, 1, "abs({0})", (a, _, _, _) => Math.Abs(a), "Abs"),
            On(Op.Minimum, 2, "min({0}, {1})", (a, b, _, _) => Math.Min(a, b), "Min") with { Commutes = true },
            On(Op.Maximum, 2, "max({0}, {1})", (a, b, _, _) => Math.Max(a, b), "Max") with { Commutes = true },
            On(Op.Floor, 1, "floor({0})", (a, _, _, _) => Math.Floor(a), "Floor"),
            On(Op.Ceiling, 1, "ceil({0})", (a, _, _, _) => Math.Ceiling(a), "Ceiling"),
            On(Op.Truncate, 1, "trunc({0})", (a, _, _, _) => Math.Truncate(a), "Truncate"),
            On(Op.Round, 1, "round({0})", (a, _, _, _) => Math.Round(a), "Round"),
            On(Op.SquareRoot, 1, "sqrt({0})", (a, _, _, _) => Math.Sqrt(a), "Sqrt"),
            Expands(Op.FloorDivide, 2, "floordiv({0}, {1})", (_, a, b, _) => Division.FloorDivide(a, b)),
            Expands(Op.Modulo, 2, "mod({0}, {1})", (_, a, b, _) => Division.Modulo(a, b)),
            Function(Op.Sign, Division.Sign),

            Function(Op.Exp, x => Exponential.Exp(x)),
            Function(Op.Expm1, Exponential.Expm1),
            Function(Op.Exprel, Exponential.Exprel),
            Function(Op.Log, Logarithm.Log),
            Function(Op.Log1p, Logarithm.Log1p),
            Function(Op.Log10, Logarithm.Log10),
            Expands(Op.Power, 2, "pow({0}, {1})", Powers.Power),
            Function(Op.Sin, Trigonometric.Sin),
            Function(Op.Cos, Trigonometric.Cos),
            Function(Op.Tan, Trigonometric.Tan),
            Function(Op.Arcsin, InverseTrigonometric.Arcsin),
            Function(Op.Arccos, InverseTrigonometric.Arccos),
            Function(Op.Arctan, InverseTrigonometric.Arctan),
            Function(Op.Sinh, Hyperbolic.Sinh),
            Function(Op.Cosh, Hyperbolic.Cosh),
            Function(Op.Tanh, Hyperbolic.Tanh),

            Source(Op.True, Kind.Mask, "true"),
            Source(Op.False, Kind.Mask, "false"),
            Compare(Op.Less, "{0} < {1}", (a, b, _, _) => Mask(a < b), "LessThan"),
            Compare(Op.LessOrEqual, "{0} <= {1}", (a, b, _, _) => Mask(a <= b), "LessThanOrEqual"),
            Compare(Op.Equal, "{0} == {1}", (a, b, _, _) => Mask(a == b), "Equals") with { Commutes = true },
            OnMasks(Op.And, 2, "{0} & {1}", (a, b, _, _) => Number(Bits(a) & Bits(b)), "op_BitwiseAnd") with { Commutes = true },
            OnMasks(Op.Or, 2, "{0} | {1}", (a, b, _, _) => Number(Bits(a) | Bits(b)), "op_BitwiseOr") with { Commutes = true },
            OnMasks(Op.Not, 1, "!{0}", (a, _, _, _) => Number(~Bits(a)), "op_OnesComplement"),
            new(Op.Select, [Kind.Mask, Kind.Number, Kind.Number], Kind.Number, "{0} ? {1} : {2}")
            {
                Scalar = (a, b, c, _) => Holds(a) ? b : c,
                Wide = "ConditionalSelect",
            },

            Expands(Op.Uniform, 0, "uniform({3})", (builder, _, _, use) => Draws.Uniform(builder, use)),
            Expands(Op.Gaussian, 0, "gaussian({3})", (builder, _, _, use) => Draws.Gaussian(builder, use)),
            new(Op.Poisson, [Kind.Number], Kind.Number, "poisson({0}, {3})"),

            new(Op.Lookup, [Kind.Number, Kind.Number], Kind.Number, "{3}[{0}, {1}]"),
            Source(Op.NoArguments, Kind.Arguments, ""),
            new(Op.Argument, [Kind.Number, Kind.Arguments], Kind.Arguments, "{0}, {1}"),
            new(Op.Call, [Kind.Arguments, Kind.Mask], Kind.Number, "{1} ? {3}({0}) : 0"),

            On(Op.BitAnd, 2, "bits({0} & {1})", (a, b, _, _) => Number(Bits(a) & Bits(b)), "op_BitwiseAnd", Lanes.Bits)
                with { Commutes = true },
            On(Op.BitOr, 2, "bits({0} | {1})", (a, b, _, _) => Number(Bits(a) | Bits(b)), "op_BitwiseOr", Lanes.Bits)
                with { Commutes = true },
            On(Op.BitXor, 2, "bits({0} ^ {1})", (a, b, _, _) => Number(Bits(a) ^ Bits(b)), "op_ExclusiveOr", Lanes.Bits)
                with { Commutes = true },
            On(Op.ShiftLeft, 1, "bits({0} << {3})", (a, _, _, n) => Number(Bits(a) << n), "op_LeftShift", Lanes.Bits),
            On(Op.ShiftRight, 1, "bits({0} >> {3})", (a, _, _, n) => Number(Bits(a) >> n), "op_UnsignedRightShift", Lanes.Bits),
            On(Op.AddBits, 2, "bits({0} + {1})", (a, b, _, _) => Number(Bits(a) + Bits(b)), "op_Addition", Lanes.Bits)
                with { Commutes = true },
            On(Op.SubtractBits, 2, "bits({0} - {1})", (a, b, _, _) => Number(Bits(a) - Bits(b)), "op_Subtraction", Lanes.Bits),
            On(Op.MultiplyWords, 2, "words({0} * {1})", (a, b, _, _) => Number((ulong)(uint)Bits(a) * (uint)Bits(b)),
                "MultiplyWords", Lanes.Bits) with { Commutes = true },
            new(Op.Rare, [Kind.Number, Kind.Number, Kind.Mask], Kind.Number, "{2} ? rare{3}({0}, {1}) : 0")
            {
                Scalar = (a, b, c, function) => Holds(c) ? RareFunctions.Evaluate((RareFunction)function, a, b) : 0,
            },
            Source(Op.Key, Kind.Number, "key({3})"),
            Source(Op.StepBits, Kind.Number, "bits(step)"),
            Source(Op.PairCounter, Kind.Number, "pair"),
            new(Op.EitherBlock, [Kind.Number, Kind.Number], Kind.Number, "oddBlock ? {1} : {0}"),
        ];
        for (var i = 0; i < rows.Length; i++)
            if ((int)rows[i].Op != i)
                throw new PlanException($"The row of {rows[i].Op} stands at the place of {(Op)i}.");
        return rows;
    }
}
