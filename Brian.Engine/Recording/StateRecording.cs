using System.Runtime.InteropServices;

namespace Brian.Engine;

/// <summary>Samples of some columns for some neurons, growing while a simulation runs.</summary>
/// <remarks>
/// Memory is what the samples need, 8 bytes a value: samples lie in chunks that are never copied, and times are kept as
/// stretches of consecutive steps. Reading copies. Read between runs, not during one.
/// </remarks>
public sealed class StateRecording
{
    private const int ChunkValues = 1 << 17;
    private const int LeastLargeChunk = 16;

    private readonly int _width;
    private readonly List<Chunk> _chunks = [];
    private readonly List<Stretch> _stretches = [];
    private double[] _values = [];
    private int _used;
    private long _expected;

    /// <summary>An empty recording.</summary>
    /// <param name="columns">Values per neuron and sample.</param>
    /// <param name="neurons">Number of neurons recorded.</param>
    public StateRecording(int columns, int neurons)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(neurons);
        Columns = columns;
        Neurons = neurons;
        _width = checked(columns * neurons);
    }

    /// <summary>Values per neuron and sample.</summary>
    public int Columns { get; }

    /// <summary>Number of neurons recorded.</summary>
    public int Neurons { get; }

    /// <summary>Number of samples.</summary>
    public int Count { get; private set; }

    /// <summary>The time of each sample in seconds: its step times dt.</summary>
    public double[] Times()
    {
        var times = new double[Count];
        var k = 0;
        foreach (var stretch in _stretches)
        {
            for (var step = stretch.First; step < stretch.End; step++)
                times[k++] = step * stretch.Dt;
        }

        return times;
    }

    /// <summary>The time series of one column for one neuron.</summary>
    /// <param name="column">Which column.</param>
    /// <param name="neuronPosition">Place of the neuron among those recorded.</param>
    public double[] Column(int column, int neuronPosition)
    {
        CheckIndex(column, Columns, nameof(column));
        CheckIndex(neuronPosition, Neurons, nameof(neuronPosition));
        var series = new double[Count];
        foreach (var chunk in _chunks)
        {
            var samples = Math.Min(chunk.Capacity, Count - chunk.First);
            for (var k = 0; k < samples; k++)
                series[chunk.First + k] = chunk.Values[k * _width + column * Neurons + neuronPosition];
        }

        return series;
    }

    /// <summary>One column of sample <paramref name="k"/>, a value for each neuron recorded.</summary>
    public double[] Sample(int column, int k)
    {
        CheckIndex(column, Columns, nameof(column));
        CheckIndex(k, Count, nameof(k));
        var chunk = _chunks.FindLast(c => c.First <= k);
        return chunk.Values.AsSpan((k - chunk.First) * _width + column * Neurons, Neurons).ToArray();
    }

    /// <summary>Announces samples to come, so that memory can be made ready and in the right size.</summary>
    internal void Expect(long samples)
    {
        _expected = Count + samples;
        if (samples > 0 && Free == 0)
            Grow();
    }

    /// <summary>Adds a sample, column after column; the caller fills it.</summary>
    internal Span<double> Append(long step, double dt)
    {
        if (Free == 0)
            Grow();

        if (!Stretches.IsEmpty && Stretches[^1].End == step && Stretches[^1].Dt == dt)
            Stretches[^1].End++;
        else
            _stretches.Add(new Stretch(step, step + 1, dt));

        var sample = _values.AsSpan(_used * _width, _width);
        _used++;
        Count++;
        return sample;
    }

    /// <summary>Takes back the last sample if it is of this step.</summary>
    internal void Drop(long step, double dt)
    {
        if (_used == 0 || Stretches[^1].End != step + 1 || Stretches[^1].Dt != dt)
            return;

        Stretches[^1].End--;
        _used--;
        Count--;
    }

    private Span<Stretch> Stretches => CollectionsMarshal.AsSpan(_stretches);

    private int Free => _chunks.Count == 0 ? 0 : _chunks[^1].Capacity - _used;

    private void Grow()
    {
        var least = Math.Max(Count / 16, 1);
        var most = Math.Max(ChunkValues / Math.Max(_width, 1), Math.Max(least, LeastLargeChunk));
        var capacity = (int)Math.Min(Math.Clamp(_expected - Count, least, most), Array.MaxLength / Math.Max(_width, 1));
        _values = GC.AllocateUninitializedArray<double>(capacity * _width);
        _chunks.Add(new Chunk(_values, Count, capacity));
        _used = 0;
    }

    private static void CheckIndex(int index, int count, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count, name);
    }

    /// <summary>Room for <paramref name="Capacity"/> samples, of which the first is number <paramref name="First"/>.</summary>
    private readonly record struct Chunk(double[] Values, int First, int Capacity);

    /// <summary>Samples at consecutive steps of one clock, <see cref="End"/> exclusive.</summary>
    private struct Stretch(long first, long end, double dt)
    {
        internal readonly long First = first;
        internal readonly double Dt = dt;
        internal long End = end;
    }
}
