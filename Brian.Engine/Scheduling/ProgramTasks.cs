namespace Brian.Engine;

/// <summary>Runs a kernel over all neurons of a group.</summary>
internal sealed class ProgramTask(Clock clock, GroupKernel kernel) : StepTask(clock)
{
    internal override void Run(long step, double time) => kernel.Run(step, time);
}

/// <summary>Runs a kernel where neurons have an event. The program itself selects among the neurons of a block.</summary>
internal sealed class EventProgramTask(Clock clock, GroupKernel kernel, EventMasks masks, int blocks) : StepTask(clock)
{
    internal override void Run(long step, double time)
    {
        for (var first = masks.Next(0); first < blocks;)
        {
            var end = masks.EndOfStretch(first);
            kernel.Run(step, time, first, end);
            first = masks.Next(end);
        }
    }
}
