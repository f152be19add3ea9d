namespace Brian.Engine;

/// <summary>What an instruction does. Numbers are doubles; conditions are masks.</summary>
public enum Op : byte
{
    // Sources
    /// <summary>The number <see cref="Instruction.Number"/>.</summary>
    Constant,
    /// <summary>Per-neuron state field <see cref="Instruction.Slot"/>, as it was before the program.</summary>
    Field,
    /// <summary>Shared state field <see cref="Instruction.Slot"/>, as it was before the program.</summary>
    Shared,
    /// <summary>The neuron's index i, from 0.</summary>
    Index,
    /// <summary>Time at the start of the step, in seconds: step number times dt.</summary>
    Time,
    /// <summary>The step's number on its clock.</summary>
    Step,
    /// <summary>Mask: did event <see cref="Instruction.Slot"/> happen to this neuron in this step?</summary>
    Occurred,

    // Arithmetic on numbers, IEEE 754 double precision
    /// <summary>a + b.</summary>
    Add,
    /// <summary>a - b.</summary>
    Subtract,
    /// <summary>a * b.</summary>
    Multiply,
    /// <summary>a / b.</summary>
    Divide,
    /// <summary>a * b + c, rounded once.</summary>
    MultiplyAdd,
    /// <summary>-a.</summary>
    Negate,
    /// <summary>|a|.</summary>
    Absolute,
    /// <summary>The smaller; NaN if either is NaN; -0 is smaller than +0.</summary>
    Minimum,
    /// <summary>The larger; NaN if either is NaN; +0 is larger than -0.</summary>
    Maximum,
    /// <summary>Rounds towards minus infinity.</summary>
    Floor,
    /// <summary>Rounds towards plus infinity.</summary>
    Ceiling,
    /// <summary>Rounds towards zero.</summary>
    Truncate,
    /// <summary>Rounds to the nearest integer, halves to the even one.</summary>
    Round,
    /// <summary>The square root.</summary>
    SquareRoot,
    /// <summary>floor(a / b), exact as Python's // on floats.</summary>
    FloorDivide,
    /// <summary>a - b*floor(a / b): takes the sign of b, as Python's %.</summary>
    Modulo,
    /// <summary>-1, 0 or 1.</summary>
    Sign,

    // Elementary functions
    /// <summary>e to the a.</summary>
    Exp,
    /// <summary>exp(a) - 1, accurate near 0.</summary>
    Expm1,
    /// <summary>(exp(a) - 1)/a, 1 at 0.</summary>
    Exprel,
    /// <summary>Natural logarithm.</summary>
    Log,
    /// <summary>log(1 + a), accurate near 0.</summary>
    Log1p,
    /// <summary>Logarithm to base 10.</summary>
    Log10,
    /// <summary>a to the b.</summary>
    Power,
    /// <summary>Sine.</summary>
    Sin,
    /// <summary>Cosine.</summary>
    Cos,
    /// <summary>Tangent.</summary>
    Tan,
    /// <summary>Inverse sine.</summary>
    Arcsin,
    /// <summary>Inverse cosine.</summary>
    Arccos,
    /// <summary>Inverse tangent.</summary>
    Arctan,
    /// <summary>Hyperbolic sine.</summary>
    Sinh,
    /// <summary>Hyperbolic cosine.</summary>
    Cosh,
    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    // Masks
    /// <summary>The constant mask that holds everywhere.</summary>
    True,
    /// <summary>The constant mask that holds nowhere.</summary>
    False,
    /// <summary>a &lt; b; false when either is NaN.</summary>
    Less,
    /// <summary>a &lt;= b; false when either is NaN.</summary>
    LessOrEqual,
    /// <summary>a == b; false when either is NaN.</summary>
    Equal,
    /// <summary>Masks a and b.</summary>
    And,
    /// <summary>Masks a or b.</summary>
    Or,
    /// <summary>Not mask a.</summary>
    Not,
    /// <summary>Mask a ? number b : number c.</summary>
    Select,

    // Random numbers: stream (seed, group, use = Slot), counter (step, neuron)
    /// <summary>Uniform on [0, 1), 53 bits; use <see cref="Instruction.Slot"/>.</summary>
    Uniform,
    /// <summary>Standard normal; use <see cref="Instruction.Slot"/>.</summary>
    Gaussian,
    /// <summary>Poisson with mean a; use <see cref="Instruction.Slot"/>.</summary>
    Poisson,

    // What a program brings along: the tables and functions of Program
    /// <summary>Table <see cref="Instruction.Slot"/> at row a and column b; see <see cref="Table"/>.</summary>
    Lookup,
    /// <summary>The empty list of arguments.</summary>
    NoArguments,
    /// <summary>Number a, before the list of arguments b.</summary>
    Argument,
    /// <summary>Mask b ? function <see cref="Instruction.Slot"/> of the list of arguments a : 0. The function is called only where
    /// the mask holds, for neurons that exist, in no fixed order, and once when all neurons give it the same arguments.</summary>
    Call,

    // What the operations above expand into: the 64 bits of a number taken as an unsigned integer, modulo 2^64
    /// <summary>Bits of a and b.</summary>
    BitAnd,
    /// <summary>Bits of a or b.</summary>
    BitOr,
    /// <summary>Bits of a exclusive-or b.</summary>
    BitXor,
    /// <summary>Bits of a, moved <see cref="Instruction.Slot"/> places up.</summary>
    ShiftLeft,
    /// <summary>Bits of a, moved <see cref="Instruction.Slot"/> places down, zeros coming in.</summary>
    ShiftRight,
    /// <summary>a + b as integers.</summary>
    AddBits,
    /// <summary>a - b as integers.</summary>
    SubtractBits,
    /// <summary>The 64-bit product of the low 32 bits of a and of b.</summary>
    MultiplyWords,
    /// <summary>Mask c ? function <see cref="Instruction.Slot"/> of (a, b) : 0, evaluated lane by lane, only where c holds;
    /// see <c>RareFunctions</c>.</summary>
    Rare,
    /// <summary>As bits: <c>Philox.Key(seed, stream, use)</c> of the group; use <see cref="Instruction.Slot"/>.</summary>
    Key,
    /// <summary>As bits: the step's number.</summary>
    StepBits,
    /// <summary>As bits: pair*8 + lane, where pair = block / 2. Two neurons of neighbouring blocks share it.</summary>
    PairCounter,
    /// <summary>a in even blocks, b in odd blocks.</summary>
    EitherBlock,
}

/// <summary>One operation on earlier values of its program. Its own value is numbered by its place.</summary>
/// <param name="Op">What it does.</param>
/// <param name="A">First operand: the number of an earlier instruction, -1 if unused.</param>
/// <param name="B">Second operand.</param>
/// <param name="C">Third operand.</param>
/// <param name="Slot">Field, event, random use, table or function; 0 where the operation has none.</param>
/// <param name="Number">The value of a <see cref="Op.Constant"/>, else 0.</param>
public readonly record struct Instruction(Op Op, int A = -1, int B = -1, int C = -1, int Slot = 0, double Number = 0)
{
    /// <summary>Equal when every part is; numbers by their bits, so +0 and -0 differ and a NaN equals itself.</summary>
    public bool Equals(Instruction other) =>
        Op == other.Op && A == other.A && B == other.B && C == other.C && Slot == other.Slot
        && BitConverter.DoubleToUInt64Bits(Number) == BitConverter.DoubleToUInt64Bits(other.Number);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Op, A, B, C, Slot, BitConverter.DoubleToUInt64Bits(Number));
}

/// <summary>Where a program puts a result.</summary>
public enum Target : byte
{
    /// <summary>A per-neuron state field.</summary>
    Field,
    /// <summary>A shared state field (the program then runs once, for the group).</summary>
    Shared,
    /// <summary>A column handed to a recording; the state stays as it is.</summary>
    Output,
    /// <summary>The mask of an event: these neurons have it in this step.</summary>
    Event,
}

/// <summary>One result of a program: value <paramref name="Value"/> goes to <paramref name="Target"/> number <paramref name="Slot"/>.</summary>
public readonly record struct Store(Target Target, int Slot, int Value);

/// <summary>
/// A straight line of instructions in static single assignment form, for each neuron of one group.
/// Every source reads the state as it was before the program; all stores happen at its end.
/// </summary>
/// <param name="Name">For display: "neurons: update".</param>
/// <param name="Body">Instructions; operands refer backwards only.</param>
/// <param name="Stores">Results.</param>
public sealed record Program(string Name, EquatableArray<Instruction> Body, EquatableArray<Store> Stores)
{
    /// <summary>What <see cref="Op.Lookup"/> reads, by slot.</summary>
    public EquatableArray<Table> Tables { get; init; }

    /// <summary>What <see cref="Op.Call"/> calls, by slot.</summary>
    public EquatableArray<UserFunction> Functions { get; init; }
}
