namespace Brian.Engine;

/// <summary>The memory of one group: a value per neuron and field, the shared fields, the masks of its events.</summary>
/// <remarks>
/// Neurons are stored eight to a block, the fields of a block side by side, so that a kernel finds everything it needs of
/// eight neurons in neighboring cache lines. All numbers are in SI units. One thread at a time may use a state, except
/// that <see cref="Dispose"/> may come from anywhere: memory in use by a run is freed when that run ends.
/// </remarks>
public sealed unsafe class GroupState : IDisposable
{
    /// <summary>Neurons in a block.</summary>
    internal const int Lanes = 8;

    private readonly AlignedMemory _memory;
    private readonly double* _state;
    private readonly double* _shared;
    private readonly byte* _events;

    /// <summary>Allocates the memory of a group; every field starts with its <see cref="FieldPlan.Initial"/>.</summary>
    /// <exception cref="PlanException">The group has no neurons.</exception>
    public GroupState(GroupPlan plan)
    {
        if (plan.Count < 1)
            throw new PlanException($"Group '{plan.Name}' has {plan.Count} neurons; a group has at least 1.");

        Plan = plan;
        BlockCount = ((plan.Count - 1) / (2 * Lanes) + 1) * 2;
        UsedBlocks = (plan.Count - 1) / Lanes + 1;

        var stateBytes = (long)BlockCount * plan.Fields.Count * Lanes * sizeof(double);
        var sharedBytes = AlignedMemory.RoundUp(plan.Shared.Count * sizeof(double));
        _memory = new AlignedMemory(stateBytes + sharedBytes + EventBytes);
        _state = (double*)_memory.Start;
        _shared = (double*)(_memory.Start + stateBytes);
        _events = _memory.Start + stateBytes + sharedBytes;

        for (var field = 0; field < plan.Fields.Count; field++)
            FillField(field, plan.Fields[field].Initial);
        for (var field = 0; field < plan.Shared.Count; field++)
            SetShared(field, plan.Shared[field].Initial);
    }

    /// <summary>What this is the memory of.</summary>
    public GroupPlan Plan { get; }

    /// <summary>Number of blocks in memory, even.</summary>
    internal int BlockCount { get; }

    /// <summary>Number of blocks that hold a neuron.</summary>
    internal int UsedBlocks { get; }

    /// <summary>The lanes of the last used block that hold a neuron.</summary>
    internal byte TailMask => (byte)(0xFF >> (UsedBlocks * Lanes - Plan.Count));

    /// <summary>All of it: fields, shared fields, events.</summary>
    internal AlignedMemory Memory => _memory;

    private long EventBytes => (long)Plan.Events.Count * BlockCount;

    /// <summary>The value of a field for one neuron.</summary>
    public double GetField(int field, int neuron)
    {
        using var held = Hold();
        return Block(Checked(field), CheckedNeuron(neuron) / Lanes)[neuron % Lanes];
    }

    /// <summary>Sets the value of a field for one neuron.</summary>
    public void SetField(int field, int neuron, double value)
    {
        using var held = Hold();
        Block(Checked(field), CheckedNeuron(neuron) / Lanes)[neuron % Lanes] = value;
    }

    /// <summary>A copy of a field, one value per neuron.</summary>
    public double[] ReadField(int field)
    {
        using var held = Hold();
        var values = new double[Plan.Count];
        var rest = values.AsSpan();
        for (var block = 0; !rest.IsEmpty; block++)
        {
            var lanes = Math.Min(Lanes, rest.Length);
            Block(Checked(field), block)[..lanes].CopyTo(rest);
            rest = rest[lanes..];
        }

        return values;
    }

    /// <summary>Sets a field, one value per neuron.</summary>
    /// <exception cref="ArgumentException">There are more or fewer values than neurons.</exception>
    public void WriteField(int field, ReadOnlySpan<double> values)
    {
        if (values.Length != Plan.Count)
        {
            throw new ArgumentException(
                $"Group '{Plan.Name}' has {Plan.Count} neurons, but there are {values.Length} values.", nameof(values));
        }

        using var held = Hold();
        for (var block = 0; !values.IsEmpty; block++)
        {
            var lanes = Math.Min(Lanes, values.Length);
            values[..lanes].CopyTo(Block(Checked(field), block));
            values = values[lanes..];
        }
    }

    /// <summary>Sets a field to one value for all neurons.</summary>
    public void FillField(int field, double value)
    {
        using var held = Hold();
        for (var block = 0; block < BlockCount; block++)
            Block(Checked(field), block).Fill(value);
    }

    /// <summary>The value of a shared field.</summary>
    public double GetShared(int field)
    {
        using var held = Hold();
        return _shared[CheckedShared(field)];
    }

    /// <summary>Sets a shared field.</summary>
    public void SetShared(int field, double value)
    {
        using var held = Hold();
        _shared[CheckedShared(field)] = value;
    }

    /// <summary>Copies all values, to return to later.</summary>
    public GroupSnapshot Save() => new(
        [.. Enumerable.Range(0, Plan.Fields.Count).Select(ReadField)],
        [.. Enumerable.Range(0, Plan.Shared.Count).Select(GetShared)]);

    /// <summary>Returns to saved values.</summary>
    /// <exception cref="ArgumentException">The snapshot is of a group of another shape.</exception>
    public void Restore(GroupSnapshot snapshot)
    {
        if (snapshot.Fields.Count != Plan.Fields.Count || snapshot.Shared.Count != Plan.Shared.Count)
        {
            throw new ArgumentException(
                $"The snapshot has {snapshot.Fields.Count} fields and {snapshot.Shared.Count} shared fields, "
                + $"group '{Plan.Name}' has {Plan.Fields.Count} and {Plan.Shared.Count}.",
                nameof(snapshot));
        }

        for (var field = 0; field < Plan.Fields.Count; field++)
            WriteField(field, snapshot.Fields[field]);
        for (var field = 0; field < Plan.Shared.Count; field++)
            SetShared(field, snapshot.Shared[field]);
    }

    /// <summary>Frees the memory. Whatever uses the state afterwards throws.</summary>
    public void Dispose() => _memory.Dispose();

    /// <summary>Keeps the memory alive while native pointers into it are in use.</summary>
    /// <exception cref="ObjectDisposedException">The state was disposed.</exception>
    internal AlignedMemory.Lease Hold()
    {
        ObjectDisposedException.ThrowIf(_memory.IsClosed, this);
        return new AlignedMemory.Lease(_memory);
    }

    /// <summary>This memory as kernels see it; use the pointers only between <see cref="Hold"/> and its end.</summary>
    internal KernelArguments Arguments(ulong seed) => new()
    {
        State = _state,
        Shared = _shared,
        Events = _events,
        FieldCount = Plan.Fields.Count,
        Count = Plan.Count,
        BlockCount = BlockCount,
        Seed = seed,
        Stream = Plan.Stream,
    };

    /// <summary>Forgets all events; only while held.</summary>
    internal void ClearEvents() => new Span<byte>(_events, checked((int)EventBytes)).Clear();

    private Span<double> Block(int field, int block) =>
        new(_state + ((long)block * Plan.Fields.Count + field) * Lanes, Lanes);

    private int Checked(int field) => Checked(field, Plan.Fields.Count, nameof(field));

    private int CheckedShared(int field) => Checked(field, Plan.Shared.Count, nameof(field));

    private int CheckedNeuron(int neuron) => Checked(neuron, Plan.Count, nameof(neuron));

    private static int Checked(int index, int count, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count, name);
        return index;
    }
}

/// <summary>A copy of a group's values: for each field one per neuron, and the shared ones.</summary>
public sealed record GroupSnapshot(IReadOnlyList<double[]> Fields, IReadOnlyList<double> Shared);
