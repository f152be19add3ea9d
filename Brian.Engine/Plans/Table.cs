using System.Runtime.InteropServices;

namespace Brian.Engine;

/// <summary>Numbers by row and column that never change. Equal to another when name, columns and the bits of all numbers are.</summary>
public sealed class Table : IEquatable<Table>
{
    private readonly double[] _values;

    /// <summary>Copies the values.</summary>
    /// <param name="name">For display and messages.</param>
    /// <param name="columns">Number of columns, at least 1.</param>
    /// <param name="values">Row by row, at least one row.</param>
    /// <exception cref="PlanException">The values make no whole rows.</exception>
    public Table(string name, int columns, ReadOnlySpan<double> values)
    {
        if (columns < 1 || values.IsEmpty || values.Length % columns != 0)
            throw new PlanException($"Table '{name}': {values.Length} values make no rows of {columns} columns.");
        (Name, Columns, _values) = (name, columns, values.ToArray());
    }

    private Table(string name, Table values) => (Name, Columns, _values) = (name, values.Columns, values._values);

    /// <summary>The same numbers under another name.</summary>
    public Table Called(string name) => new(name, this);

    /// <summary>For display and messages.</summary>
    public string Name { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => _values.Length / Columns;

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>The number at a row and a column; both are cut to whole numbers. Before the first row it is that of the first, after
    /// the last that of the last. NaN when the row is NaN, or when there is no such column.</summary>
    public double this[double row, double column] =>
        double.IsNaN(row) || !(column >= 0 && column < Columns)
            ? double.NaN
            : _values[(int)Math.Clamp(row, 0, Rows - 1) * Columns + (int)column];

    /// <inheritdoc/>
    public bool Equals(Table? other) =>
        other is not null && Name == other.Name && Columns == other.Columns
        && (_values == other._values || SameBits(other));

    private bool SameBits(Table other) =>
        MemoryMarshal.Cast<double, long>(_values).SequenceEqual(MemoryMarshal.Cast<double, long>(other._values));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Table);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Columns, Rows);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Rows} rows, {Columns} columns";
}
