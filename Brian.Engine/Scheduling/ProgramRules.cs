namespace Brian.Engine;

/// <summary>What must hold for a program to run on a group.</summary>
internal static class ProgramRules
{
    /// <summary>Checks a program against the group it is for.</summary>
    /// <param name="program">The program.</param>
    /// <param name="group">The group.</param>
    /// <param name="targets">Where it may store.</param>
    /// <exception cref="PlanException">A rule is broken.</exception>
    internal static void Check(Program program, GroupPlan group, params ReadOnlySpan<Target> targets)
    {
        ProgramValidation.Check(program, group.Fields.Count, group.Shared.Count, group.Events.Count);

        var outputs = program.Stores.Count(s => s.Target == Target.Output);
        foreach (var store in program.Stores)
        {
            if (!targets.Contains(store.Target))
                throw new PlanException($"Program '{program.Name}': It stores to {store.Target}, which nobody uses here.");
            if (store.Target == Target.Output && store.Slot >= outputs)
                throw new PlanException($"Program '{program.Name}': Output {store.Slot} leaves a gap, there are {outputs} outputs.");
        }
    }
}
