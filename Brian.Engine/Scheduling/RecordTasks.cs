using System.Numerics;

namespace Brian.Engine;

/// <summary>Appends a sample to a state recording.</summary>
internal sealed class RecordStateTask : StepTask
{
    private readonly StateRecording _recording;
    private readonly ColumnSource[] _columns;
    private readonly int[]? _neurons;
    private readonly GroupKernel? _kernel;
    private readonly (int First, int End)[] _blocks;

    internal RecordStateTask(
        Clock clock, StateRecording recording, ColumnSource[] columns, int[]? neurons, GroupKernel? kernel, int usedBlocks)
        : base(clock)
    {
        _recording = recording;
        _columns = columns;
        _neurons = neurons;
        _kernel = kernel;
        _blocks = neurons is null ? [(0, usedBlocks)] : BlocksOf(neurons);
    }

    internal override bool IsRecording => true;

    internal override void Prepare(long steps) => _recording.Expect(steps);

    internal override void Run(long step, double time)
    {
        if (_kernel is not null)
        {
            foreach (var (first, end) in _blocks)
                _kernel.Run(step, time, first, end);
        }

        var sample = _recording.Append(step, Clock.Dt);
        foreach (var column in _columns)
        {
            var values = sample[.._recording.Neurons];
            if (_neurons is null)
                column.CopyTo(values);
            else
                column.Gather(_neurons, values);
            sample = sample[_recording.Neurons..];
        }
    }

    internal override void Undo(long step, double time) => _recording.Drop(step, Clock.Dt);

    /// <summary>The stretches of consecutive blocks that hold the neurons.</summary>
    private static (int First, int End)[] BlocksOf(int[] neurons)
    {
        var stretches = new List<(int First, int End)>();
        foreach (var block in neurons.Select(n => n / GroupState.Lanes).Distinct().Order())
        {
            if (stretches.Count > 0 && stretches[^1].End == block)
                stretches[^1] = (stretches[^1].First, block + 1);
            else
                stretches.Add((block, block + 1));
        }

        return [.. stretches];
    }
}

/// <summary>Appends the neurons that have an event to an event recording, in ascending order.</summary>
internal sealed class RecordEventTask : StepTask
{
    private readonly EventRecording _recording;
    private readonly EventMasks _masks;
    private readonly ColumnSource[] _columns;
    private readonly byte[] _selected;
    private readonly GroupKernel? _kernel;

    internal RecordEventTask(
        Clock clock, EventRecording recording, EventMasks masks, ColumnSource[] columns, int[]? neurons,
        GroupKernel? kernel, int usedBlocks)
        : base(clock)
    {
        _recording = recording;
        _masks = masks;
        _columns = columns;
        _kernel = kernel;
        _selected = new byte[usedBlocks];
        if (neurons is null)
            _selected.AsSpan().Fill(0xFF);
        foreach (var neuron in neurons ?? [])
            _selected[neuron / GroupState.Lanes] |= (byte)(1 << (neuron % GroupState.Lanes));
    }

    internal override bool IsRecording => true;

    internal override void Run(long step, double time)
    {
        for (var block = _masks.Next(0); block < _selected.Length; block = _masks.Next(block + 1))
        {
            var lanes = (uint)(_masks[block] & _selected[block]);
            if (lanes != 0)
                Record(block, lanes, step, time);
        }
    }

    internal override void Undo(long step, double time) => _recording.Drop(time);

    private void Record(int block, uint lanes, long step, double time)
    {
        _kernel?.Run(step, time, block, block + 1);
        for (; lanes != 0; lanes &= lanes - 1)
        {
            var lane = BitOperations.TrailingZeroCount(lanes);
            var row = _recording.Append(block * GroupState.Lanes + lane, time);
            for (var c = 0; c < _columns.Length; c++)
                row[c] = _columns[c][block, lane];
        }
    }
}
