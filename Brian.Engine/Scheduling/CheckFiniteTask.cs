using System.Numerics;

namespace Brian.Engine;

/// <summary>Ends the run when a value is NaN or infinite.</summary>
/// <param name="clock">Whose steps it takes part in.</param>
/// <param name="group">The memory looked at.</param>
/// <param name="groupIndex">The number of the group in its plan.</param>
/// <param name="marked">Neurons of which a field is not finite; null when only shared fields are looked at.</param>
/// <param name="columns">Fields and shared fields.</param>
internal sealed class CheckFiniteTask(
    Clock clock, GroupState group, int groupIndex, EventMasks? marked, Column[] columns) : StepTask(clock)
{
    private readonly Column[] _fields = [.. columns.Where(c => c.Source == Target.Field)];
    private readonly Column[] _shared = [.. columns.Where(c => c.Source == Target.Shared)];

    internal override void Run(long step, double time)
    {
        foreach (var column in _shared)
            Check(column, neuron: 0, time);

        if (marked is not { } masks)
            return;

        var block = masks.Next(0);
        if (block == group.UsedBlocks)
            return;

        var first = block * GroupState.Lanes + BitOperations.TrailingZeroCount(masks[block]);
        foreach (var column in _fields)
            Check(column, first, time);
    }

    private void Check(Column column, int neuron, double time)
    {
        var value = Read(group, column, neuron);
        if (!double.IsFinite(value))
            throw new StateNotFiniteException(group, groupIndex, column, neuron, time, value);
    }

    internal static double Read(GroupState group, Column column, int neuron) => column.Source == Target.Shared
        ? group.GetShared(column.Slot)
        : group.GetField(column.Slot, neuron);
}
