namespace Brian.Engine;

/// <summary>Binds the tasks of a plan to memory, recordings and kernels.</summary>
internal sealed unsafe class TaskBuilder(
    NetworkPlan plan,
    Clock[] clocks,
    IReadOnlyList<GroupState> groups,
    IReadOnlyList<StateRecording> states,
    IReadOnlyList<EventRecording> events,
    Func<Program, IKernel> compile)
{
    /// <summary>The tasks in the order they run in a step: by slot, order, and as listed.</summary>
    internal StepTask[] Build()
    {
        CheckGroups();
        return [.. plan.InOrder().Select(Bind)];
    }

    private StepTask Bind(int k)
    {
        var task = plan.Tasks[k];
        var clock = clocks[task.Clock];
        var group = groups[task.Group];
        return task switch
        {
            RunProgram run when run.OnEvent >= 0 => new EventProgramTask(
                clock, Bind(run.Program, group), Masks(group, run.OnEvent), group.UsedBlocks),
            RunProgram run => new ProgramTask(clock, Bind(run.Program, group)),
            CallOnEvent call => new CallTask(clock, call, group, Masks(group, call.OnEvent)),
            RecordState record => Bind(record, PlanRules.Name(plan, k), clock, group),
            RecordEvent record => Bind(record, PlanRules.Name(plan, k), clock, group),
            CheckFinite check => new CheckFiniteTask(
                clock, group, task.Group, check.Event < 0 ? null : Masks(group, check.Event), [.. check.Columns]),
            _ => throw new PlanException($"{PlanRules.Name(plan, k)}: the engine does not know this kind of task."),
        };
    }

    private RecordStateTask Bind(RecordState record, string name, Clock clock, GroupState group)
    {
        CheckRecording(record.Recording, states.Count, name);
        var recording = states[record.Recording];
        var neurons = record.Neurons?.AsSpan().ToArray();
        CheckSize(name, "columns", recording.Columns, record.Columns.Count);
        CheckSize(name, "neurons", recording.Neurons, neurons?.Length ?? group.Plan.Count);

        var kernel = record.Program is null ? null : Bind(record.Program, group);
        return new RecordStateTask(clock, recording, Sources(record.Columns, kernel, group), neurons, kernel, group.UsedBlocks);
    }

    private RecordEventTask Bind(RecordEvent record, string name, Clock clock, GroupState group)
    {
        CheckRecording(record.Recording, events.Count, name);
        var recording = events[record.Recording];
        CheckSize(name, "columns", recording.Columns, record.Columns.Count);
        CheckSize(name, "neurons in its group", recording.GroupCount, group.Plan.Count);

        var kernel = record.Program is null ? null : Bind(record.Program, group);
        return new RecordEventTask(
            clock, recording, Masks(group, record.Event), Sources(record.Columns, kernel, group),
            record.Neurons?.AsSpan().ToArray(), kernel, group.UsedBlocks);
    }

    private GroupKernel Bind(Program program, GroupState group) => new(compile(program), program, group, plan.Seed);

    private ColumnSource[] Sources(EquatableArray<Column> columns, GroupKernel? kernel, GroupState group)
    {
        var arguments = kernel is null ? group.Arguments(plan.Seed) : kernel.Arguments;
        return [.. columns.Select(c => new ColumnSource(c, arguments))];
    }

    private static EventMasks Masks(GroupState group, int number) =>
        new(group.Arguments(seed: 0).Events + (long)number * group.BlockCount, group.UsedBlocks);

    private void CheckGroups()
    {
        if (groups.Count != plan.Groups.Count)
            throw new PlanException($"The plan has {plan.Groups.Count} groups, but the memory of {groups.Count} is given.");

        for (var k = 0; k < groups.Count; k++)
        {
            if (groups[k].Plan != plan.Groups[k])
                throw new PlanException($"Group {k} ('{plan.Groups[k].Name}') is not the one that memory {k} was made for ('{groups[k].Plan.Name}').");
            if (groups.Take(k).Contains(groups[k]))
                throw new PlanException($"Group {k} ('{plan.Groups[k].Name}') shares its memory with an earlier group.");
        }
    }

    private static void CheckRecording(int index, int count, string name)
    {
        if (index < 0 || index >= count)
            throw new PlanException($"{name}: the recording does not exist, {count} are given.");
    }

    private static void CheckSize(string name, string what, int recorded, int planned)
    {
        if (recorded != planned)
            throw new PlanException($"{name}: the recording has {recorded} {what}, the task {planned}.");
    }
}
