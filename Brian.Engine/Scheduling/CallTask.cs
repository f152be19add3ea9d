using System.Numerics;

namespace Brian.Engine;

/// <summary>Calls a function where neurons have an event.</summary>
internal sealed class CallTask(Clock clock, CallOnEvent call, GroupState group, EventMasks masks) : StepTask(clock)
{
    private readonly double[] _inputs = new double[call.Inputs.Count];
    private readonly double[] _results = new double[call.Results.Count];

    internal override void Run(long step, double time)
    {
        for (var block = masks.Next(0); block < group.UsedBlocks; block = masks.Next(block + 1))
        {
            if (call.IsShared)
            {
                Call(neuron: 0);
                return;
            }

            for (uint lanes = masks[block]; lanes != 0; lanes &= lanes - 1)
                Call(block * GroupState.Lanes + BitOperations.TrailingZeroCount(lanes));
        }
    }

    private void Call(int neuron)
    {
        for (var k = 0; k < _inputs.Length; k++)
        {
            var input = call.Inputs[k];
            _inputs[k] = input.Source is Target.Field ? group.GetField(input.Slot, neuron) : group.GetShared(input.Slot);
        }

        call.Function(neuron, _inputs, _results);

        for (var k = 0; k < _results.Length; k++)
        {
            var result = call.Results[k];
            if (result.Source is Target.Field)
                group.SetField(result.Slot, neuron, _results[k]);
            else
                group.SetShared(result.Slot, _results[k]);
        }
    }
}
