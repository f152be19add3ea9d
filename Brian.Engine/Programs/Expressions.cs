namespace Brian.Engine;

/// <summary>A number of a program under construction, written with the operators of mathematics.</summary>
/// <remarks>A literal becomes a constant of whichever program it meets.</remarks>
internal readonly struct Number
{
    private readonly ProgramBuilder? _builder;
    private readonly int _id;
    private readonly double _literal;

    public Number(ProgramBuilder builder, int id) => (_builder, _id) = (builder, id);

    private Number(double literal) => _literal = literal;

    public static implicit operator Number(double literal) => new(literal);

    /// <summary>Its 64 bits as an integer.</summary>
    public Bits Bits => new(_builder!, _id);

    public int Id => _id;

    private int In(ProgramBuilder builder) => _builder is null ? builder.Constant(_literal) : _id;

    private static ProgramBuilder Home(Number a, Number b) =>
        a._builder ?? b._builder ?? throw new PlanException("Two literals belong to no program.");

    private Number Unary(Op op) => new(_builder!, _builder!.Emit(op, _id));

    private static Number Binary(Op op, Number a, Number b)
    {
        var home = Home(a, b);
        return new(home, home.Emit(op, a.In(home), b.In(home)));
    }

    private static Mask Compare(Op op, Number a, Number b)
    {
        var home = Home(a, b);
        return new(home, home.Emit(op, a.In(home), b.In(home)));
    }

    public static Number operator +(Number a, Number b) => Binary(Op.Add, a, b);
    public static Number operator -(Number a, Number b) => Binary(Op.Subtract, a, b);
    public static Number operator *(Number a, Number b) => Binary(Op.Multiply, a, b);
    public static Number operator /(Number a, Number b) => Binary(Op.Divide, a, b);
    public static Number operator -(Number a) => a.Unary(Op.Negate);
    public static Mask operator <(Number a, Number b) => Compare(Op.Less, a, b);
    public static Mask operator >(Number a, Number b) => Compare(Op.Less, b, a);
    public static Mask operator <=(Number a, Number b) => Compare(Op.LessOrEqual, a, b);
    public static Mask operator >=(Number a, Number b) => Compare(Op.LessOrEqual, b, a);

    public Mask Is(Number other) => Compare(Op.Equal, this, other);
    public Number Abs() => Unary(Op.Absolute);
    public Number Floor() => Unary(Op.Floor);
    public Number Truncate() => Unary(Op.Truncate);
    public Number Sqrt() => Unary(Op.SquareRoot);

    /// <summary>This number with the sign of another.</summary>
    public Number WithSignOf(Number other) => (Abs().Bits | (other.Bits & Bits.Sign)).Number;

    /// <summary>a*b + c, rounded once.</summary>
    public static Number Fma(Number a, Number b, Number c)
    {
        var home = a._builder ?? Home(b, c);
        return new(home, home.Emit(Op.MultiplyAdd, a.In(home), b.In(home), c.In(home)));
    }

    /// <summary>The polynomial with these coefficients, lowest power first, by Horner's rule.</summary>
    public Number Polynomial(params ReadOnlySpan<double> coefficients)
    {
        Number sum = coefficients[^1];
        for (var i = coefficients.Length - 2; i >= 0; i--)
            sum = Fma(sum, this, coefficients[i]);
        return sum;
    }

    internal static Number Select(ProgramBuilder builder, int mask, Number a, Number b) =>
        new(builder, builder.Emit(Op.Select, mask, a.In(builder), b.In(builder)));

    /// <summary>Function <paramref name="function"/> of <see cref="RareFunctions"/> where the mask holds, else 0.</summary>
    internal static Number Rare(RareFunction function, Number a, Number b, Mask where)
    {
        var home = Home(a, b);
        return new(home, home.Emit(Op.Rare, a.In(home), b.In(home), where.Id, (int)function));
    }
}

/// <summary>The bits of a number as a 64-bit unsigned integer.</summary>
internal readonly struct Bits
{
    public const ulong Sign = 0x8000_0000_0000_0000, One = 0x3FF0_0000_0000_0000;

    private readonly ProgramBuilder? _builder;
    private readonly int _id;
    private readonly ulong _literal;

    public Bits(ProgramBuilder builder, int id) => (_builder, _id) = (builder, id);

    private Bits(ulong literal) => _literal = literal;

    public static implicit operator Bits(ulong literal) => new(literal);

    /// <summary>The number that has these bits.</summary>
    public Number Number => new(_builder!, _id);

    private int In(ProgramBuilder builder) => _builder is null ? builder.BitConstant(_literal) : _id;

    private static Bits Binary(Op op, Bits a, Bits b)
    {
        var home = a._builder ?? b._builder ?? throw new PlanException("Two literals belong to no program.");
        return new(home, home.Emit(op, a.In(home), b.In(home)));
    }

    private Bits Shift(Op op, int places) => new(_builder!, _builder!.Emit(op, _id, slot: places));

    public static Bits operator &(Bits a, Bits b) => Binary(Op.BitAnd, a, b);
    public static Bits operator |(Bits a, Bits b) => Binary(Op.BitOr, a, b);
    public static Bits operator ^(Bits a, Bits b) => Binary(Op.BitXor, a, b);
    public static Bits operator +(Bits a, Bits b) => Binary(Op.AddBits, a, b);
    public static Bits operator -(Bits a, Bits b) => Binary(Op.SubtractBits, a, b);
    public static Bits operator <<(Bits a, int places) => a.Shift(Op.ShiftLeft, places);
    public static Bits operator >>(Bits a, int places) => a.Shift(Op.ShiftRight, places);

    /// <summary>The 64-bit product of the low words.</summary>
    public static Bits MultiplyWords(Bits a, Bits b) => Binary(Op.MultiplyWords, a, b);
}

/// <summary>A condition of a program under construction.</summary>
internal readonly struct Mask(ProgramBuilder builder, int id)
{
    public int Id => id;

    private ProgramBuilder Builder => builder;

    public Number Select(Number a, Number b) => Number.Select(builder, id, a, b);

    public static Mask operator &(Mask a, Mask b) => new(a.Builder, a.Builder.Emit(Op.And, a.Id, b.Id));
    public static Mask operator |(Mask a, Mask b) => new(a.Builder, a.Builder.Emit(Op.Or, a.Id, b.Id));
    public static Mask operator !(Mask a) => new(a.Builder, a.Builder.Emit(Op.Not, a.Id));
}
