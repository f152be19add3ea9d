namespace Brian.Engine;

/// <summary>What must hold for a plan to run. A fault names the task and the rule.</summary>
internal static class PlanRules
{
    /// <summary>Checks everything that the plan alone can tell.</summary>
    /// <exception cref="PlanException">A rule is broken.</exception>
    internal static void Check(NetworkPlan plan)
    {
        for (var k = 0; k < plan.Clocks.Count; k++)
        {
            if (!double.IsFinite(plan.Clocks[k]) || plan.Clocks[k] <= 0)
                throw new PlanException($"Clock {k} has a dt of {plan.Clocks[k]:R} s; dt is positive and finite.");
        }

        for (var k = 0; k < plan.Tasks.Count; k++)
            CheckTask(plan, plan.Tasks[k], Name(plan, k));

        CheckOneEach(plan, "emit the same event", EventsEmitted);
        CheckOneEach(plan, "append to the same state recording", t => t is RecordState r ? new[] { r.Recording } : []);
        CheckOneEach(plan, "append to the same event recording", t => t is RecordEvent r ? new[] { r.Recording } : []);
    }

    /// <summary>How messages call a task.</summary>
    internal static string Name(NetworkPlan plan, int task) => plan.Tasks[task] switch
    {
        RunProgram run => $"Task {task} ('{run.Program.Name}' in slot {run.Slot})",
        CallOnEvent call => $"Task {task} ('{call.Name}' in slot {call.Slot})",
        RecordState record => $"Task {task} (state recording {record.Recording} in slot {record.Slot})",
        RecordEvent record => $"Task {task} (event recording {record.Recording} in slot {record.Slot})",
        CheckFinite check => $"Task {task} (check for finite values in slot {check.Slot})",
        var other => $"Task {task} ({other.GetType().Name} in slot {other.Slot})",
    };

    private static void CheckTask(NetworkPlan plan, TaskPlan task, string name)
    {
        if (!Enum.IsDefined(task.Slot))
            throw new PlanException($"{name}: there is no such slot.");
        CheckIndex(task.Clock, plan.Clocks.Count, $"{name}: clock", "the plan");
        CheckIndex(task.Group, plan.Groups.Count, $"{name}: group", "the plan");

        var group = plan.Groups[task.Group];
        switch (task)
        {
            case RunProgram run:
                CheckRun(run, group, name);
                break;
            case CallOnEvent call:
                CheckCall(call, group, name);
                break;
            case RecordState record:
                CheckRecording(record.Neurons, record.Columns, record.Program, group, name);
                break;
            case RecordEvent record:
                CheckIndex(record.Event, group.Events.Count, $"{name}: event", $"group '{group.Name}'");
                CheckRecording(record.Neurons, record.Columns, record.Program, group, name);
                break;
            case CheckFinite check:
                if (check.Event >= 0 || check.Columns.Any(c => c.Source == Target.Field))
                    CheckIndex(check.Event, group.Events.Count, $"{name}: event", $"group '{group.Name}'");
                CheckColumns(check.Columns, outputs: 0, group, name);
                break;
            default:
                throw new PlanException($"{name}: the engine does not know this kind of task.");
        }
    }

    private static void CheckProgram(Program program, GroupPlan group, string name, params ReadOnlySpan<Target> targets)
    {
        try
        {
            ProgramRules.Check(program, group, targets);
        }
        catch (PlanException mistake)
        {
            throw new PlanException($"{name}: {mistake.Message}");
        }
    }

    private static void CheckRun(RunProgram run, GroupPlan group, string name)
    {
        CheckProgram(run.Program, group, name, Target.Field, Target.Shared, Target.Event);
        if (run.OnEvent < 0)
            return;

        CheckIndex(run.OnEvent, group.Events.Count, $"{name}: event", $"group '{group.Name}'");
        if (run.Program.Stores.Any(s => s.Target == Target.Shared))
            throw new PlanException($"{name}: a program that runs on an event cannot store to shared fields.");
        if (run.Program.Stores.Any(s => !KeepsItsField(s, run.Program))
            && !run.Program.Body.Any(i => i.Op == Op.Occurred && i.Slot == run.OnEvent))
        {
            throw new PlanException(
                $"{name}: a program that runs on an event selects its neurons by {nameof(Op.Occurred)} of that event, this one does not.");
        }
    }

    private static void CheckCall(CallOnEvent call, GroupPlan group, string name)
    {
        CheckIndex(call.OnEvent, group.Events.Count, $"{name}: event", $"group '{group.Name}'");
        foreach (var column in call.Inputs.Concat(call.Results))
        {
            if (column.Source is not (Target.Field or Target.Shared))
                throw new PlanException($"{name}: a function is called with fields and shared fields, not with {column.Source}.");
            CheckColumn(column, 0, group, name);
        }

        if (call.IsShared && call.Inputs.Concat(call.Results).Any(c => c.Source != Target.Shared))
            throw new PlanException($"{name}: what is shared by all neurons cannot be computed from, or with, fields of one neuron.");
    }

    private static bool KeepsItsField(Store store, Program program) =>
        store.Target == Target.Field && program.Body[store.Value] is { Op: Op.Field } read && read.Slot == store.Slot;

    private static void CheckRecording(
        EquatableArray<int>? neurons, EquatableArray<Column> columns, Program? program, GroupPlan group, string name)
    {
        foreach (var neuron in neurons ?? [])
        {
            if (neuron < 0 || neuron >= group.Count)
                throw new PlanException($"{name}: neuron {neuron} does not exist, group '{group.Name}' has {group.Count}.");
        }

        if (program is not null)
            CheckProgram(program, group, name, Target.Output);
        CheckColumns(columns, program?.Stores.Count ?? 0, group, name);
    }

    private static void CheckColumns(EquatableArray<Column> columns, int outputs, GroupPlan group, string name)
    {
        foreach (var column in columns)
            CheckColumn(column, outputs, group, name);
    }

    private static void CheckColumn(Column column, int outputs, GroupPlan group, string name)
    {
        switch (column.Source)
        {
            case Target.Field:
                CheckIndex(column.Slot, group.Fields.Count, $"{name}: field", $"group '{group.Name}'");
                break;
            case Target.Shared:
                CheckIndex(column.Slot, group.Shared.Count, $"{name}: shared field", $"group '{group.Name}'");
                break;
            case Target.Output:
                CheckIndex(column.Slot, outputs, $"{name}: output", "its program");
                break;
            default:
                throw new PlanException($"{name}: a column cannot come from {column.Source}.");
        }
    }

    private static IEnumerable<(int, int)> EventsEmitted(TaskPlan task) => task is RunProgram run
        ? run.Program.Stores.Where(s => s.Target == Target.Event).Select(s => (run.Group, s.Slot))
        : [];

    private static void CheckOneEach<T>(NetworkPlan plan, string what, Func<TaskPlan, IEnumerable<T>> uses)
        where T : notnull
    {
        var first = new Dictionary<T, int>();
        for (var k = 0; k < plan.Tasks.Count; k++)
        {
            foreach (var use in uses(plan.Tasks[k]))
            {
                if (!first.TryAdd(use, k))
                    throw new PlanException($"{Name(plan, first[use])} and {Name(plan, k)} {what}; only one task may.");
            }
        }
    }

    private static void CheckIndex(int index, int count, string what, string owner)
    {
        if (index < 0 || index >= count)
            throw new PlanException($"{what} {index} does not exist, {owner} has {count}.");
    }
}
