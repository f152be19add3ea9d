namespace Brian.Engine;

/// <summary>How often a value is computed.</summary>
internal enum Level : byte
{
    /// <summary>Once for each call of the kernel.</summary>
    Call,
    /// <summary>Once for each pair of blocks, which share the words of their random numbers.</summary>
    Pair,
    /// <summary>For each block.</summary>
    Block,
}

/// <summary>Where and when a kernel computes each value of an expanded program.</summary>
internal sealed class KernelShape
{
    /// <summary>Deeper expressions are cut, so that the just-in-time compiler's recursion stays shallow.</summary>
    private const int DeepestExpression = 48;

    /// <summary>A value used later than this many instructions gets a variable, or else its operands would have to be kept until
    /// then: registers are few. Measured: 12 % on a Hodgkin-Huxley kernel.</summary>
    private const int FarthestUse = 6;

    private readonly Level[] _levels;
    private readonly bool[] _named;

    public KernelShape(Program program)
    {
        var body = program.Body;
        _levels = new Level[body.Count];
        _named = new bool[body.Count];
        var uses = new int[body.Count];
        var depth = new int[body.Count];
        // Places among the instructions that are not literals.
        var place = new int[body.Count];
        for (var n = 0; n < body.Count; n++)
        {
            _levels[n] = LevelOf(program, body[n]);
            place[n] = n == 0 ? 0 : place[n - 1] + (IsLiteral(body[n].Op) ? 0 : 1);
            HasPairs |= body[n].Op is Op.PairCounter or Op.EitherBlock;
            foreach (var operand in Reads(program, body[n]))
                uses[operand]++;
        }
        foreach (var store in program.Stores)
        {
            uses[store.Value]++;
            HasOutputs |= store.Target is Target.Output;
        }
        for (var n = 0; n < body.Count; n++)
        {
            depth[n] = 1;
            foreach (var operand in Reads(program, body[n]))
            {
                _named[operand] |= _levels[operand] < _levels[n] || place[n] - place[operand] > FarthestUse;
                if (!_named[operand])
                    depth[n] = Math.Max(depth[n], depth[operand] + 1);
            }
            _named[n] = uses[n] > 1 || depth[n] > DeepestExpression || MaskOf(body[n]) >= 0 || IsOverwritten(program, body[n]);
            if (MaskOf(body[n]) is >= 0 and var mask)
                _named[mask] = true;
        }
        foreach (var store in program.Stores)
            _named[store.Value] |= _levels[store.Value] < Level.Block;
        for (var n = 0; n < body.Count; n++)
            _named[n] &= !IsLiteral(body[n].Op);
    }

    /// <summary>The mask of an operation that calls functions lane by lane where it holds, -1 for other operations.</summary>
    private static int MaskOf(Instruction i) => i.Op switch
    {
        Op.Rare => i.C,
        Op.Call => i.B,
        _ => -1,
    };

    /// <summary>The values that an instruction works on. Those in a list of arguments belong to the call.</summary>
    private static List<int> Reads(Program program, Instruction i) => i.Op switch
    {
        Op.Argument => [],
        Op.Call => [.. program.ArgumentsOf(i), i.B],
        _ => ProgramBuilder.Operands(i),
    };

    /// <summary>True for a load that must come before the stores at the end.</summary>
    private static bool IsOverwritten(Program program, Instruction i)
    {
        foreach (var store in program.Stores)
            if (store.Slot == i.Slot
                && (store.Target, i.Op) is (Target.Field, Op.Field) or (Target.Event, Op.Occurred))
                return true;
        return false;
    }

    /// <summary>True when blocks are taken two by two.</summary>
    public bool HasPairs { get; }

    /// <summary>True when the program writes columns of a recording.</summary>
    public bool HasOutputs { get; }

    /// <summary>How often value n is computed.</summary>
    public Level LevelOf(int n) => _levels[n];

    /// <summary>True when value n has a variable of its own; else it is written where it is used, once.</summary>
    public bool IsNamed(int n) => _named[n];

    /// <summary>True for operations that are written as literals wherever they are used.</summary>
    public static bool IsLiteral(Op op) => op is Op.Constant or Op.True or Op.False;

    private Level LevelOf(Program program, Instruction i)
    {
        var level = i.Op switch
        {
            Op.Field or Op.Index or Op.Occurred or Op.Poisson or Op.EitherBlock => Level.Block,
            Op.PairCounter => Level.Pair,
            _ => Level.Call,
        };
        foreach (var operand in Reads(program, i))
            level = _levels[operand] > level ? _levels[operand] : level;
        return level;
    }
}
