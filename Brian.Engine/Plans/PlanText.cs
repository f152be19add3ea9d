using System.Globalization;
using System.Text;

namespace Brian.Engine;

/// <summary>Prints plans.</summary>
public static class PlanText
{
    /// <summary>The plan as text: clocks, groups with their fields, and the tasks of a step in the order they run.</summary>
    public static string Explain(this NetworkPlan plan)
    {
        var text = new StringBuilder();
        Line(text, $"seed {plan.Seed}");
        for (var k = 0; k < plan.Clocks.Count; k++)
            Line(text, $"clock {k}: dt = {plan.Clocks[k]:R} s");
        for (var k = 0; k < plan.Groups.Count; k++)
            Describe(text, k, plan.Groups[k]);

        Line(text, $"each step:");
        foreach (var task in plan.InOrder().Select(k => plan.Tasks[k]))
            Describe(text, task, plan.Groups[task.Group]);
        foreach (var run in plan.Tasks.OfType<RunProgram>())
            text.Append('\n').Append(run.Program.Explain([.. plan.Groups[run.Group].Fields.Select(field => field.Name)]));
        return text.ToString();
    }

    /// <summary>The tasks' numbers in the order they run in a step: by slot, then order, then as listed.</summary>
    internal static IEnumerable<int> InOrder(this NetworkPlan plan) =>
        Enumerable.Range(0, plan.Tasks.Count).OrderBy(k => plan.Tasks[k].Slot).ThenBy(k => plan.Tasks[k].Order);

    private static void Describe(StringBuilder text, int k, GroupPlan group)
    {
        Line(text, $"group {k} '{group.Name}': {group.Count} neurons, stream {group.Stream}");
        foreach (var field in group.Fields)
            Line(text, $"  {field.Name}, at first {field.Initial:R}");
        foreach (var field in group.Shared)
            Line(text, $"  {field.Name} (shared), at first {field.Initial:R}");
        foreach (var name in group.Events)
            Line(text, $"  event {name}");
    }

    private static void Describe(StringBuilder text, TaskPlan task, GroupPlan group)
    {
        var what = task switch
        {
            RunProgram { OnEvent: >= 0 } run => $"run '{run.Program.Name}' on event {group.Events[run.OnEvent]}",
            RunProgram run => $"run '{run.Program.Name}'",
            CallOnEvent call =>
                $"call '{call.Name}' on event {group.Events[call.OnEvent]}: {Columns(call.Inputs, group)} to {Columns(call.Results, group)}",
            RecordState record =>
                $"state recording {record.Recording}: {Columns(record.Columns, group)} of {Neurons(record.Neurons)}",
            RecordEvent record =>
                $"event recording {record.Recording}: {group.Events[record.Event]}{With(record.Columns, group)} of {Neurons(record.Neurons)}",
            CheckFinite check => $"stop unless finite: {Columns(check.Columns, group)}",
            _ => task.GetType().Name,
        };
        Line(text, $"  {task.Slot} {task.Order}, clock {task.Clock}, '{group.Name}': {what}");
    }

    private static string With(EquatableArray<Column> columns, GroupPlan group) =>
        columns.Count == 0 ? "" : $" with {Columns(columns, group)}";

    private static string Columns(EquatableArray<Column> columns, GroupPlan group) => string.Join(", ", columns.Select(c => c.Source switch
    {
        Target.Field => group.Fields[c.Slot].Name,
        Target.Shared => group.Shared[c.Slot].Name,
        _ => $"output {c.Slot}",
    }));

    private static string Neurons(EquatableArray<int>? neurons) =>
        neurons is { } chosen ? $"neurons {string.Join(", ", chosen)}" : "all neurons";

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
