namespace Brian.Engine;

/// <summary>Events of a group, such as its spikes: which neuron, when, and some columns; in order of time, then neuron.</summary>
/// <remarks>An event takes 12 bytes, and 8 for each column. Reading copies. Read between runs, not during one.</remarks>
public sealed class EventRecording
{
    private const int LeastChunk = 256;
    private const int MostChunk = 1 << 16;

    private readonly List<Chunk> _chunks = [];
    private Chunk _last = new([], [], []);
    private int _used;

    /// <summary>An empty recording.</summary>
    /// <param name="columns">Values kept beside neuron and time.</param>
    /// <param name="groupCount">Number of neurons in the group.</param>
    public EventRecording(int columns, int groupCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(groupCount, 1);
        Columns = columns;
        GroupCount = groupCount;
    }

    /// <summary>Values kept beside neuron and time.</summary>
    public int Columns { get; }

    /// <summary>Number of neurons in the group.</summary>
    public int GroupCount { get; }

    /// <summary>Number of events.</summary>
    public int Count { get; private set; }

    /// <summary>The neuron of each event.</summary>
    public int[] Neurons() => Read(static (chunk, k) => chunk.Neurons[k]);

    /// <summary>The time of each event in seconds: its step times dt.</summary>
    public double[] Times() => Read(static (chunk, k) => chunk.Times[k]);

    /// <summary>One column, a value for each event.</summary>
    public double[] Column(int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Columns);
        return Read((chunk, k) => chunk.Values[k * Columns + column]);
    }

    /// <summary>How many of these events each neuron of the group had.</summary>
    public int[] Counts()
    {
        var counts = new int[GroupCount];
        foreach (var neuron in Neurons())
            counts[neuron]++;
        return counts;
    }

    /// <summary>Adds an event; the caller fills its columns.</summary>
    internal Span<double> Append(int neuron, double time)
    {
        if (_used == _last.Neurons.Length)
            Grow();

        _last.Neurons[_used] = neuron;
        _last.Times[_used] = time;
        var values = _last.Values.AsSpan(_used * Columns, Columns);
        _used++;
        Count++;
        return values;
    }

    /// <summary>Takes back the last events if they are of this time.</summary>
    internal void Drop(double time)
    {
        while (Count > 0)
        {
            if (_used == 0)
            {
                _chunks.RemoveAt(_chunks.Count - 1);
                _last = _chunks[^1];
                _used = _last.Neurons.Length;
            }

            if (_last.Times[_used - 1] != time)
                return;

            _used--;
            Count--;
        }
    }

    private void Grow()
    {
        var capacity = Math.Clamp(Count / 16, LeastChunk, MostChunk);
        var chunk = new Chunk(new int[capacity], new double[capacity], new double[capacity * Columns]);
        _chunks.Add(chunk);
        _last = chunk;
        _used = 0;
    }

    private T[] Read<T>(Func<Chunk, int, T> value)
    {
        var all = new T[Count];
        var n = 0;
        foreach (var chunk in _chunks)
        {
            for (var k = 0; k < chunk.Neurons.Length && n < all.Length; k++)
                all[n++] = value(chunk, k);
        }

        return all;
    }

    private sealed record Chunk(int[] Neurons, double[] Times, double[] Values);
}
