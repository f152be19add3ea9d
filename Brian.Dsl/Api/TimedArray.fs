namespace Brian

open System
open System.Collections.Generic
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open Brian.Engine
open Brian.Models

/// The values of a timed array, found right.
[<Sealed>]
type internal TimedValues(table: Table, isPerNeuron: bool, dimension: Dimension, dt: float) =

    static let refuse code file line argument title expected help : 'a =
        CallMistake.refuse code file line "TimedArray" argument title expected help

    member _.Table = table
    member _.IsPerNeuron = isPerNeuron
    member _.Dimension = dimension
    member _.Dt = dt

    /// From values row by row, in SI units.
    static member Check
        (
            values: float[],
            columns: int voption,
            dimension: Dimension,
            dt: Quantity,
            name: string | null,
            file,
            line
        ) =
        let width = ValueOption.defaultValue 1 columns

        if dt.Dimension <> Scope.second then
            refuse
                "BR0471"
                file
                line
                $"dt = {dt}"
                "the time step of a timed array is a time"
                "a time"
                "a unit of time, for example dt = 1*ms"

        if not (dt.SIValue > 0.0 && Double.IsFinite dt.SIValue) then
            refuse
                "BR0472"
                file
                line
                $"dt = {dt}"
                "the time step of a timed array is positive and finite"
                ""
                "dt = 1*ms"

        if values.Length = 0 then
            refuse
                "BR0473"
                file
                line
                "values"
                "a timed array needs at least one value"
                ""
                "the values in the order of time"

        match Array.tryFindIndex Double.IsNaN values with
        | Some place ->
            let where =
                match columns with
                | ValueSome width -> $"values[{place / width}, {place % width}] = NaN"
                | ValueNone -> $"values[{place}] = NaN"

            refuse
                "BR0474"
                file
                line
                where
                "a value of a timed array is not a number"
                "numbers"
                "a number in its place, or none"
        | None -> ()

        let name =
            match name with
            | null -> "timedarray"
            | name -> name

        TimedValues(Table(name, width, values), columns.IsSome, dimension, dt.SIValue)

    /// From a column for each neuron.
    static member CheckColumns(columns: Quantities[], dt, name, file, line) =
        for k in 1 .. columns.Length - 1 do
            if columns[k].Length <> columns[0].Length then
                refuse
                    "BR0475"
                    file
                    line
                    $"columns[{k}].Length = {columns[k].Length}"
                    "the columns of a timed array have equal lengths"
                    $"{columns[0].Length}, as in columns[0]"
                    "values up to the same time in each"

            if columns[k].Dimension <> columns[0].Dimension then
                refuse
                    "BR0476"
                    file
                    line
                    $"columns[{k}] in {columns[k].Dimension.Name}"
                    "the columns of a timed array have one unit"
                    columns[0].Dimension.Name
                    "a timed array for each unit"

        if columns.Length = 0 then
            refuse
                "BR0477"
                file
                line
                "columns"
                "a timed array needs at least one column"
                ""
                "one column for each neuron"

        let values =
            [|
                for row in 0 .. columns[0].Length - 1 do
                    for column in columns -> column.SIValues[row]
            |]

        TimedValues.Check(values, ValueSome columns.Length, columns[0].Dimension, dt, name, file, line)

/// Values that hold for a time step each, one after the other: a recorded current, a stimulus.
/// In model text it is a function of time: `let stimulus = TimedArray([| 0.0; 2.0; 1.0 |]*nA, 10*ms)`, then
/// `$"dv/dt = ({R}*{stimulus}(t) - v)/{tau} : volt"`, or by name: `Equations.Parse(text, names(stimulus))`. With a column for each
/// neuron it is called with the neuron's index too: `stimulus(t, i)`; a column that does not exist gives NaN.
/// Sample k holds from k dt until (k + 1) dt; the first one also before 0, the last one for ever after. A time less than a
/// thousandth of a step before a sample counts as at it, where a step is the group's or the array's, whichever is shorter, so that
/// the rounding of t moves no sample. In equations it keeps the value it has at the start of a step for the whole step.
/// Raises ModelException for no values, NaN among them, and a dt that is no positive time.
[<Sealed; StructuredFormatDisplay("{Display}")>]
type TimedArray private (values: TimedValues) =
    let table = values.Table

    let quantity (number: float) = Quantity(number, values.Dimension)

    /// <summary>Values that are the same for all neurons.</summary>
    /// <param name="values">In the order of time, at least one.</param>
    /// <param name="dt">How long each holds.</param>
    /// <param name="name">What messages and printed equations call it.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    new
        (
            values: Quantities,
            dt: Quantity,
            [<Optional; DefaultParameterValue(null: string | null)>] name: string | null,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        TimedArray(
            TimedValues.Check(values.SIValues.ToArray(), ValueNone, values.Dimension, dt, name, file, line)
        )

    /// <summary>Plain numbers that are the same for all neurons.</summary>
    /// <param name="values">In the order of time, at least one.</param>
    /// <param name="dt">How long each holds.</param>
    /// <param name="name">What messages and printed equations call it.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    new
        (
            values: float[],
            dt: Quantity,
            [<Optional; DefaultParameterValue(null: string | null)>] name: string | null,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        TimedArray(Quantities(values, Quantity.One), dt, name, file, line)

    /// <summary>Values for each neuron.</summary>
    /// <param name="values">Numbers: a row for each time, a column for each neuron.</param>
    /// <param name="unit">The unit of the numbers, 1 for plain ones.</param>
    /// <param name="dt">How long each row holds.</param>
    /// <param name="name">What messages and printed equations call it.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    new
        (
            values: float[,],
            unit: Quantity,
            dt: Quantity,
            [<Optional; DefaultParameterValue(null: string | null)>] name: string | null,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        let columns =
            [| for neuron in 0 .. values.GetLength 1 - 1 -> Quantities(values[*, neuron], unit) |]

        TimedArray(TimedValues.CheckColumns(columns, dt, name, file, line))

    /// <summary>Values for each neuron, given neuron by neuron.</summary>
    /// <param name="columns">The values of each neuron in the order of time, all of one length and one unit.</param>
    /// <param name="dt">How long each value holds.</param>
    /// <param name="name">What messages and printed equations call it.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    static member ForNeurons
        (
            columns: IEnumerable<Quantities>,
            dt: Quantity,
            [<Optional; DefaultParameterValue(null: string | null)>] name: string | null,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        TimedArray(TimedValues.CheckColumns(Array.ofSeq columns, dt, name, file, line))

    /// What messages and printed equations call it.
    member _.Name = table.Name

    /// How long each value holds.
    member _.Dt = Quantity(values.Dt, Scope.second)

    /// Number of values in the order of time.
    member _.Length = table.Rows

    /// Number of neurons it has values for, 1 when all have the same.
    member _.Columns = table.Columns

    /// The dimension of the values.
    member _.Dimension = values.Dimension

    /// The values in the order of time, of the first neuron when each has its own.
    member this.Values = this.ValuesOf 0

    /// The values of one neuron, counted from 0, in the order of time.
    member _.ValuesOf(neuron: int) : Quantities =
        if neuron < 0 || neuron >= table.Columns then
            raise (
                ArgumentOutOfRangeException(
                    nameof neuron,
                    neuron,
                    $"{table.Name} has {table.Columns} columns."
                )
            )

        Quantities.Wrap(Array.init table.Rows (fun row -> table[float row, float neuron]), values.Dimension)

    /// The value with this number, counted from 0, of the first neuron.
    member _.Item
        with get (number: int): Quantity =
            if number < 0 || number >= table.Rows then
                raise (
                    ArgumentOutOfRangeException(
                        nameof number,
                        number,
                        $"{table.Name} has {table.Rows} values."
                    )
                )

            quantity table[float number, 0.0]

    /// Number, step and values, the first and the last three of them when there are many.
    override this.ToString() =
        let per =
            if values.IsPerNeuron then
                $" for each of {table.Columns} neurons, the first"
            else
                ""

        let count = if table.Rows = 1 then "1 value" else $"{table.Rows} values"
        $"TimedArray {table.Name}: {count} of {this.Dt}{per}: {this.Values.Brief}"

    member internal this.Display = this.ToString()

    interface ICallable with
        member _.Callable =
            let time = "t", UnitRule.Fixed Scope.second

            {
                Name = table.Name
                Parameters = if values.IsPerNeuron then [ time; "i", UnitRule.Whole ] else [ time ]
                Result = UnitRule.Fixed values.Dimension
                Body = Samples(table, values.Dt)
            }
