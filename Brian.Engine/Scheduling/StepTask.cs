namespace Brian.Engine;

/// <summary>A task of the plan, bound to memory and kernels: what remains to do in each step.</summary>
internal abstract class StepTask(Clock clock)
{
    /// <summary>Whose steps it takes part in.</summary>
    internal Clock Clock { get; } = clock;

    /// <summary>Whether it only reads the state, for a recording.</summary>
    internal virtual bool IsRecording => false;

    /// <summary>Does the work of one step.</summary>
    internal abstract void Run(long step, double time);

    /// <summary>Called before a run, when it is known how many steps it has.</summary>
    internal virtual void Prepare(long steps)
    {
    }

    /// <summary>Takes back what was recorded in a step that did not complete.</summary>
    internal virtual void Undo(long step, double time)
    {
    }
}
