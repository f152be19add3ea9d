namespace Brian.Engine;

/// <summary>A function of numbers that costs too much for a kernel, such as a matrix exponential. It depends on its inputs
/// alone; an exception it throws ends the run before the step is complete.</summary>
/// <param name="neuron">Which neuron it is computed for, for messages; 0 when the results are shared.</param>
/// <param name="inputs">As listed in <see cref="CallOnEvent.Inputs"/>.</param>
/// <param name="results">As listed in <see cref="CallOnEvent.Results"/>; all are to be set.</param>
public delegate void NumberFunction(int neuron, ReadOnlySpan<double> inputs, Span<double> results);

/// <summary>Calls a function for each neuron that had an event in this step; if the results are shared, once if any had it.
/// Two such tasks are equal only if they call the same function object.</summary>
/// <param name="Slot">When in the step.</param>
/// <param name="Order">Order within the slot.</param>
/// <param name="Clock">Index of its clock.</param>
/// <param name="Group">Index of the group it works on.</param>
/// <param name="Name">For display and messages.</param>
/// <param name="Function">What is called.</param>
/// <param name="OnEvent">Which event.</param>
/// <param name="Inputs">Fields and shared fields it is given; only shared ones if the results are shared.</param>
/// <param name="Results">Where the results go: fields, or shared fields, not both.</param>
public sealed record CallOnEvent(
    Slot Slot, int Order, int Clock, int Group, string Name, NumberFunction Function, int OnEvent,
    EquatableArray<Column> Inputs, EquatableArray<Column> Results)
    : TaskPlan(Slot, Order, Clock, Group)
{
    /// <summary>Whether there is one result for the group and not one for each neuron.</summary>
    internal bool IsShared => Results.Any(column => column.Source == Target.Shared);
}
