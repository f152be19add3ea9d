namespace Brian.Engine;

/// <summary>Where the values of a recorded column lie in memory.</summary>
internal readonly unsafe struct ColumnSource
{
    private readonly double* _start;
    private readonly long _blockStride;

    internal ColumnSource(Column column, in KernelArguments arguments)
    {
        switch (column.Source)
        {
            case Target.Field:
                _start = arguments.State + (long)column.Slot * GroupState.Lanes;
                _blockStride = (long)arguments.FieldCount * GroupState.Lanes;
                break;
            case Target.Output:
                _start = arguments.Output + (long)column.Slot * GroupState.Lanes;
                _blockStride = (long)arguments.OutputCount * GroupState.Lanes;
                break;
            default:
                _start = arguments.Shared + column.Slot;
                _blockStride = 0;
                break;
        }
    }

    private bool IsShared => _blockStride == 0;

    /// <summary>The value for one neuron.</summary>
    internal double this[int block, int lane] => IsShared ? *_start : _start[block * _blockStride + lane];

    /// <summary>Copies the values of the first neurons, as many as there is room for.</summary>
    internal void CopyTo(Span<double> values)
    {
        if (IsShared)
        {
            values.Fill(*_start);
            return;
        }

        for (var from = _start; !values.IsEmpty; from += _blockStride)
        {
            var lanes = Math.Min(GroupState.Lanes, values.Length);
            new ReadOnlySpan<double>(from, lanes).CopyTo(values);
            values = values[lanes..];
        }
    }

    /// <summary>Copies the values of chosen neurons.</summary>
    internal void Gather(ReadOnlySpan<int> neurons, Span<double> values)
    {
        for (var k = 0; k < neurons.Length; k++)
            values[k] = this[neurons[k] / GroupState.Lanes, neurons[k] % GroupState.Lanes];
    }
}
