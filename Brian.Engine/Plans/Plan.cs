namespace Brian.Engine;

/// <summary>A point in the order of one time step. Tasks run by slot, then order, then as listed.</summary>
public enum Slot : byte
{
    /// <summary>Before <see cref="Start"/>.</summary>
    BeforeStart,
    /// <summary>State monitors record here unless told otherwise.</summary>
    Start,
    /// <summary>After <see cref="Start"/>.</summary>
    AfterStart,
    /// <summary>Before <see cref="Groups"/>.</summary>
    BeforeGroups,
    /// <summary>State updates.</summary>
    Groups,
    /// <summary>After <see cref="Groups"/>.</summary>
    AfterGroups,
    /// <summary>Before <see cref="Thresholds"/>.</summary>
    BeforeThresholds,
    /// <summary>Threshold conditions; spike monitors record here, one order later.</summary>
    Thresholds,
    /// <summary>After <see cref="Thresholds"/>.</summary>
    AfterThresholds,
    /// <summary>Before <see cref="Synapses"/>.</summary>
    BeforeSynapses,
    /// <summary>Effects of spikes on their targets.</summary>
    Synapses,
    /// <summary>After <see cref="Synapses"/>.</summary>
    AfterSynapses,
    /// <summary>Before <see cref="Resets"/>.</summary>
    BeforeResets,
    /// <summary>Reset statements.</summary>
    Resets,
    /// <summary>After <see cref="Resets"/>.</summary>
    AfterResets,
    /// <summary>Before <see cref="End"/>.</summary>
    BeforeEnd,
    /// <summary>The end of the step.</summary>
    End,
    /// <summary>After <see cref="End"/>.</summary>
    AfterEnd,
}

/// <summary>A state field: its name and the value it starts with, in SI units.</summary>
public sealed record FieldPlan(string Name, double Initial);

/// <summary>The memory of one group of neurons.</summary>
/// <param name="Name">For display and messages.</param>
/// <param name="Count">Number of neurons, at least 1.</param>
/// <param name="Stream">Identity of the group's random numbers; see <c>Philox.Key</c>.</param>
/// <param name="Fields">One value per neuron each.</param>
/// <param name="Shared">One value for the group each.</param>
/// <param name="Events">Names of events, such as "spike".</param>
public sealed record GroupPlan(
    string Name,
    int Count,
    ulong Stream,
    EquatableArray<FieldPlan> Fields,
    EquatableArray<FieldPlan> Shared,
    EquatableArray<string> Events);

/// <summary>Where a recorded column comes from: <see cref="Target.Field"/>, <see cref="Target.Shared"/>
/// or <see cref="Target.Output"/> of the task's program.</summary>
public readonly record struct Column(Target Source, int Slot);

/// <summary>One thing done in a step.</summary>
/// <param name="Slot">When in the step.</param>
/// <param name="Order">Order within the slot.</param>
/// <param name="Clock">Index of its clock.</param>
/// <param name="Group">Index of the group it works on.</param>
public abstract record TaskPlan(Slot Slot, int Order, int Clock, int Group);

/// <summary>Runs a program for every neuron of the group, or (<paramref name="OnEvent"/> not negative) for those that had
/// the event in this step.</summary>
public sealed record RunProgram(Slot Slot, int Order, int Clock, int Group, Program Program, int OnEvent = -1)
    : TaskPlan(Slot, Order, Clock, Group);

/// <summary>Appends one sample of each column for each of the neurons to a state recording.</summary>
/// <param name="Slot">When in the step.</param>
/// <param name="Order">Order within the slot.</param>
/// <param name="Clock">Index of its clock.</param>
/// <param name="Group">Index of the group recorded.</param>
/// <param name="Recording">Index among the run's state recordings.</param>
/// <param name="Neurons">Which neurons; null means all.</param>
/// <param name="Columns">What is recorded.</param>
/// <param name="Program">Computes the columns that are outputs; null when none is.</param>
public sealed record RecordState(
    Slot Slot, int Order, int Clock, int Group, int Recording,
    EquatableArray<int>? Neurons, EquatableArray<Column> Columns, Program? Program)
    : TaskPlan(Slot, Order, Clock, Group);

/// <summary>Appends the neurons that had an event in this step, with columns, to an event recording.</summary>
/// <param name="Slot">When in the step.</param>
/// <param name="Order">Order within the slot.</param>
/// <param name="Clock">Index of its clock.</param>
/// <param name="Group">Index of the group recorded.</param>
/// <param name="Recording">Index among the run's event recordings.</param>
/// <param name="Event">Which event.</param>
/// <param name="Neurons">Which neurons; null means all.</param>
/// <param name="Columns">What is recorded beside index and time; may be empty.</param>
/// <param name="Program">Computes the columns that are outputs; null when none is.</param>
public sealed record RecordEvent(
    Slot Slot, int Order, int Clock, int Group, int Recording, int Event,
    EquatableArray<int>? Neurons, EquatableArray<Column> Columns, Program? Program)
    : TaskPlan(Slot, Order, Clock, Group);

/// <summary>Ends the run when a value is NaN or infinite.</summary>
/// <param name="Slot">When in the step.</param>
/// <param name="Order">Order within the slot.</param>
/// <param name="Clock">Index of its clock.</param>
/// <param name="Group">Index of the group looked at.</param>
/// <param name="Event">The event by which an earlier program marks the neurons of which one of the fields is not finite;
/// -1 when there are only shared fields.</param>
/// <param name="Columns">Fields, and shared fields, to look at.</param>
public sealed record CheckFinite(
    Slot Slot, int Order, int Clock, int Group, int Event, EquatableArray<Column> Columns)
    : TaskPlan(Slot, Order, Clock, Group);

/// <summary>Everything the engine needs to step a network: SI doubles, programs, an order.</summary>
/// <param name="Seed">Start of all random numbers.</param>
/// <param name="Clocks">Time steps dt in seconds, one for each clock.</param>
/// <param name="Groups">Memory.</param>
/// <param name="Tasks">Work, in any order; the engine sorts by slot and order, keeping the listed order among equals.</param>
public sealed record NetworkPlan(
    ulong Seed,
    EquatableArray<double> Clocks,
    EquatableArray<GroupPlan> Groups,
    EquatableArray<TaskPlan> Tasks);

/// <summary>A plan that breaks a rule of this file: a fault of whoever wrote the plan, not of the model.</summary>
public sealed class PlanException(string message) : Exception(message);
