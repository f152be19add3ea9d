namespace Brian.Engine;

/// <summary>Runs a program neuron by neuron, instruction by instruction: the meaning that every kernel must share.</summary>
internal sealed unsafe class Interpreter : IKernel
{
    private readonly Program _program;
    private readonly Instruction[] _body;
    private readonly OpRow[] _rows;
    private readonly Store[] _stores;
    private readonly bool _runsOnce;

    public Interpreter(Program program)
    {
        _program = program.Expand();
        _body = [.. _program.Body];
        _rows = Array.ConvertAll(_body, i => OpTable.Of(i.Op));
        _stores = [.. _program.Stores];
        _runsOnce = _program.WritesShared();
    }

    /// <inheritdoc/>
    /// <remarks>A program that writes shared fields runs once, as neuron 0, when the range has block 0.</remarks>
    public void Run(in KernelArguments arguments, int firstBlock, int endBlock)
    {
        var values = new double[_body.Length];
        if (_runsOnce)
        {
            if (firstBlock <= 0 && endBlock > 0)
                RunNeuron(arguments, values, 0);
            return;
        }
        for (var neuron = firstBlock * 8; neuron < endBlock * 8; neuron++)
            RunNeuron(arguments, values, neuron);
    }

    private void RunNeuron(in KernelArguments arguments, double[] values, int neuron)
    {
        for (var n = 0; n < _body.Length; n++)
            values[n] = Evaluate(arguments, values, n, neuron);
        foreach (var store in _stores)
            Write(arguments, store, values[store.Value], neuron);
    }

    private double Evaluate(in KernelArguments arguments, double[] values, int n, int neuron)
    {
        ref readonly var i = ref _body[n];
        var (block, lane) = (neuron >> 3, neuron & 7);
        double A() => values[_body[n].A];
        double B() => values[_body[n].B];
        return i.Op switch
        {
            Op.Constant => i.Number,
            Op.Field => *FieldAddress(arguments, i.Slot, neuron),
            Op.Shared => arguments.Shared[i.Slot],
            Op.Index => neuron,
            Op.Time => arguments.Time,
            Op.Step => arguments.Step,
            Op.True => OpTable.TrueBits,
            Op.False => 0,
            Op.Occurred => (*EventAddress(arguments, i.Slot, block) >> lane & 1) != 0 ? OpTable.TrueBits : 0,
            Op.Poisson => PoissonSampler.Sample(A(), KeyOf(arguments, i.Slot), arguments.Step, neuron),
            Op.Lookup => _program.Tables[i.Slot][A(), B()],
            Op.NoArguments or Op.Argument => 0, // a list, which Call reads
            Op.Call => OpTable.Holds(B()) && neuron < arguments.Count ? Call(arguments, values, i, neuron) : 0,
            Op.Key => BitConverter.UInt64BitsToDouble(KeyOf(arguments, i.Slot)),
            Op.StepBits => BitConverter.Int64BitsToDouble(arguments.Step),
            Op.PairCounter => BitConverter.Int64BitsToDouble((block >> 1 << 3) + lane),
            Op.EitherBlock => (block & 1) == 0 ? A() : B(),
            _ => _rows[n].Scalar!(
                i.A < 0 ? 0 : values[i.A], i.B < 0 ? 0 : values[i.B], i.C < 0 ? 0 : values[i.C], i.Slot),
        };
    }

    private double Call(in KernelArguments arguments, double[] values, Instruction call, int neuron)
    {
        var given = _program.ArgumentsOf(call).ConvertAll(n => values[n]).ToArray();
        return _program.Functions[call.Slot].Call(given, _runsOnce ? UserFunction.EveryNeuron : neuron, arguments.Time);
    }

    private static void Write(in KernelArguments arguments, Store store, double value, int neuron)
    {
        var (block, lane) = (neuron >> 3, neuron & 7);
        switch (store.Target)
        {
            case Target.Field:
                *FieldAddress(arguments, store.Slot, neuron) = value;
                break;
            case Target.Shared:
                arguments.Shared[store.Slot] = value;
                break;
            case Target.Output:
                arguments.Output[((long)block * arguments.OutputCount + store.Slot) * 8 + lane] = value;
                break;
            case Target.Event:
                var mask = EventAddress(arguments, store.Slot, block);
                *mask = (byte)(*mask & ~(1 << lane) | (OpTable.Holds(value) ? 1 << lane : 0));
                break;
            default:
                throw new PlanException($"There is no target {store.Target}.");
        }
    }

    private static double* FieldAddress(in KernelArguments arguments, int field, int neuron) =>
        arguments.State + ((long)(neuron >> 3) * arguments.FieldCount + field) * 8 + (neuron & 7);

    private static byte* EventAddress(in KernelArguments arguments, int @event, int block) =>
        arguments.Events + (long)@event * arguments.BlockCount + block;

    private static ulong KeyOf(in KernelArguments arguments, int use) =>
        Philox.Key(arguments.Seed, arguments.Stream, use);
}
