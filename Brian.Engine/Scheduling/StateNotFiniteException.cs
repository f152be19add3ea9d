using System.Globalization;

namespace Brian.Engine;

/// <summary>A value of the state became NaN or infinite, and the run ended.</summary>
public sealed class StateNotFiniteException : Exception
{
    private readonly GroupState _state;
    private readonly Column _column;

    internal StateNotFiniteException(GroupState state, int group, Column column, int neuron, double time, double value)
    {
        (_state, _column) = (state, column);
        (Group, IsShared, Neuron, Time, Value) = (group, column.Source == Target.Shared, neuron, time, value);
    }

    /// <summary>The number of the group in its plan.</summary>
    public int Group { get; }

    /// <summary>The field's name.</summary>
    public string Field => (IsShared ? _state.Plan.Shared : _state.Plan.Fields)[_column.Slot].Name;

    /// <summary>Whether the field has one value for the whole group.</summary>
    public bool IsShared { get; }

    /// <summary>The first neuron concerned; 0 for a shared field.</summary>
    public int Neuron { get; }

    /// <summary>The start of the step in which it happened, in seconds.</summary>
    public double Time { get; }

    /// <summary>NaN or an infinity.</summary>
    public double Value { get; }

    /// <summary>What the field held at the start of that step, in SI units.</summary>
    public double Before { get; private set; } = double.NaN;

    /// <inheritdoc/>
    public override string Message => string.Create(
        CultureInfo.InvariantCulture,
        $"{Field} of {(IsShared ? "" : $"neuron {Neuron} of ")}group '{_state.Plan.Name}' became {Value} in the step at {Time:R} s; it was {Before:R} before.");

    /// <summary>Reads the value before, once the state is that of the start of the step.</summary>
    internal void ReadBefore() => Before = CheckFiniteTask.Read(_state, _column, Neuron);
}
