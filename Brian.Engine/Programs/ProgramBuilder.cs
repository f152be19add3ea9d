namespace Brian.Engine;

/// <summary>Builds a <see cref="Program"/> that says everything once and computes nothing it can know already.</summary>
/// <remarks>
/// Equal instructions get equal numbers. Instructions on constants become constants, by the very functions the kernels
/// use, so a folded program gives the same bits as an unfolded one. Identities that hold exactly in IEEE arithmetic are
/// applied; x + 0 and x * 0 are not among them. A constant mask is <see cref="Op.True"/> or <see cref="Op.False"/>.
/// Two draws are one when operation, slot and operand are the same: by definition they are the same number.
/// NaN is one constant; +0 and -0 are two.
/// </remarks>
/// <param name="name">For display: "neurons: update".</param>
public sealed class ProgramBuilder(string name)
{
    private readonly List<Instruction> _body = [];
    private readonly Dictionary<Instruction, int> _numbers = [];
    private readonly List<Store> _stores = [];
    private readonly List<Table> _tables = [];
    private readonly List<UserFunction> _functions = [];

    /// <summary>A constant; returns its value's number.</summary>
    public int Constant(double number) => BitConstant(BitConverter.DoubleToUInt64Bits(double.IsNaN(number) ? double.NaN : number));

    /// <summary>A constant mask; returns its value's number.</summary>
    public int Mask(bool holds) => Intern(new(holds ? Op.True : Op.False));

    internal int BitConstant(ulong bits) => Intern(new(Op.Constant, Number: BitConverter.UInt64BitsToDouble(bits)));

    /// <summary>Adds an instruction, unless its value is known already; returns the number of its value.</summary>
    /// <param name="op">What it does; constants have methods of their own.</param>
    /// <param name="a">First operand, the number of an earlier value; -1 if unused.</param>
    /// <param name="b">Second operand.</param>
    /// <param name="c">Third operand.</param>
    /// <param name="slot">Field, event, random use or number of places; 0 where the operation has none.</param>
    /// <exception cref="PlanException">An operand is missing, superfluous, unknown or of the wrong kind.</exception>
    public int Emit(Op op, int a = -1, int b = -1, int c = -1, int slot = 0)
    {
        if (op is Op.Constant)
            throw new PlanException("A constant needs its number: use Constant.");
        var instruction = new Instruction(op, a, b, c, slot);
        ProgramValidation.CheckOperands(instruction, _body.Count, KindOf);
        var row = OpTable.Of(op);
        if (row.Commutes && a > b)
            instruction = instruction with { A = b, B = a };
        return Identities.Find(this, instruction) ?? Fold(row, instruction) ?? Intern(instruction);
    }

    /// <summary>A number of a table, as <see cref="Op.Lookup"/> says; returns its value's number.</summary>
    public int Lookup(Table table, int row, int column) => Emit(Op.Lookup, row, column, slot: PlaceOf(table, _tables));

    /// <summary>A function of earlier values where a mask holds, else 0, as <see cref="Op.Call"/> says; returns its value's number.</summary>
    public int Call(UserFunction function, ReadOnlySpan<int> arguments, int mask)
    {
        var list = Emit(Op.NoArguments);
        for (var k = arguments.Length - 1; k >= 0; k--)
            list = Emit(Op.Argument, arguments[k], list);
        return Emit(Op.Call, list, mask, slot: PlaceOf(function, _functions));
    }

    /// <summary>Puts a value into a field, a shared field, an output or an event when the program ends.</summary>
    /// <exception cref="PlanException">The value is unknown or of the wrong kind, or the place is taken.</exception>
    public void Store(Target target, int slot, int value)
    {
        var store = new Store(target, slot, value);
        ProgramValidation.CheckStore(store, _body.Count, KindOf);
        if (_stores.Exists(s => s.Target == target && s.Slot == slot))
            throw new PlanException($"{target} {slot} is stored twice.");
        _stores.Add(store);
    }

    /// <summary>The program: what the stores need, in the order it was emitted.</summary>
    public Program Build()
    {
        var needed = new bool[_body.Count];
        foreach (var store in _stores)
            needed[store.Value] = true;
        for (var i = _body.Count - 1; i >= 0; i--)
            if (needed[i])
                foreach (var operand in Operands(_body[i]))
                    needed[operand] = true;
        var place = new int[_body.Count];
        var kept = new List<Instruction>();
        for (var i = 0; i < _body.Count; i++)
            if (needed[i])
            {
                place[i] = kept.Count;
                kept.Add(Moved(_body[i], place));
            }
        return new(name, new(kept), new(_stores.ConvertAll(s => s with { Value = place[s.Value] })))
        {
            Tables = new(_tables),
            Functions = new(_functions),
        };
    }

    internal Instruction this[int value] => _body[value];

    internal bool IsConstant(int value) => _body[value].Op is Op.Constant or Op.True or Op.False;

    /// <summary>The constant's number; a mask's is all bits set or none.</summary>
    internal double NumberOf(int value) => _body[value] switch
    {
        { Op: Op.True } => OpTable.TrueBits,
        { Op: Op.False } => 0,
        var constant => constant.Number,
    };

    private Kind KindOf(int value) => OpTable.Of(_body[value].Op).Result;

    private int? Fold(OpRow row, Instruction i)
    {
        if (!row.IsPure || Operands(i).Exists(operand => !IsConstant(operand)))
            return null;
        double At(int operand) => operand < 0 ? 0 : NumberOf(operand);
        var value = Scalar.Evaluate(row, At(i.A), At(i.B), At(i.C), i.Slot);
        return row.Result is Kind.Mask ? Mask(OpTable.Holds(value))
            : row.Lanes is Lanes.Bits ? BitConstant(BitConverter.DoubleToUInt64Bits(value))
            : Constant(value);
    }

    private int Intern(Instruction instruction)
    {
        if (!_numbers.TryGetValue(instruction, out var value))
        {
            value = _body.Count;
            _body.Add(instruction);
            _numbers.Add(instruction, value);
        }
        return value;
    }

    private static int PlaceOf<T>(T item, List<T> items)
    {
        var place = items.IndexOf(item);
        if (place >= 0)
            return place;
        items.Add(item);
        return items.Count - 1;
    }

    internal static List<int> Operands(Instruction i)
    {
        List<int> operands = [i.A, i.B, i.C];
        operands.RemoveAll(operand => operand < 0);
        return operands;
    }

    /// <summary>The instruction with its operands renumbered.</summary>
    internal static Instruction Moved(Instruction i, ReadOnlySpan<int> place) => i with
    {
        A = i.A < 0 ? -1 : place[i.A],
        B = i.B < 0 ? -1 : place[i.B],
        C = i.C < 0 ? -1 : place[i.C],
    };
}
