namespace Brian

open System
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open Brian.Engine
open Brian.Integration
open Brian.Lowering
open Brian.Models
open Brian.Symbolic.Expr

/// A variable of a group: read its values, set them by an expression, by one value or by one value each.
[<Sealed; StructuredFormatDisplay("{Display}")>]
type StateVariable internal (cells: Cells, name: string) =

    let call = $"{cells.Name}[\"{name}\"]"

    let refuseAt code file line argument title expected help : 'a =
        CallMistake.refuse code file line call argument title expected help

    let refuse code argument title expected help : 'a =
        CallMistake.refuse code "" 0 (call + cells.MadeAt) argument title expected help

    let variableType, expr =
        match Scope.resolveVariable cells.Scope name with
        | Scope.Value(variableType, expr) -> variableType, expr
        | Scope.Unknown
        | Scope.NoiseSymbol _
        | Scope.Function _ ->
            refuse
                "BR0402"
                $"\"{name}\""
                $"{cells.Name} has no variable called {name}"
                ""
                (cells.NamesLike name)

    let dimension =
        match variableType with
        | Real dimension -> dimension
        | Whole
        | Boolean
        | Anything -> Dimension.None

    let isShared = cells.Group.Model.IsShared name

    /// One value for each neuron; a single one when the variable is shared.
    let read () =
        let values = cells.Evaluate expr
        if isShared then Array.truncate 1 values else values

    /// Puts values into the group's memory.
    let write (values: float[]) =
        match Layout(cells.Group).Find name with
        | struct (Target.Shared, slot) -> cells.State.SetShared(slot, values[0])
        | struct (_, slot) -> cells.State.WriteField(slot, values)

    let mustBeSettable file line =
        match cells.Group.Model.Find name with
        | Some { Rule = Subexpression _ } ->
            refuseAt
                "BR0421"
                file
                line
                name
                $"{name} is a subexpression, computed from other variables: it cannot be set"
                ""
                "setting one of those"
        | Some _ -> ()
        | None when name = "lastspike" || name = "not_refractory" -> ()
        | None ->
            refuseAt
                "BR0422"
                file
                line
                name
                $"{name} is not a variable that can be set"
                ""
                (Models.Mistakes.oneOf cells.VariableNames)

    /// `shown` is the value or values as the message shows them, `written` as a script has them.
    let mustFit file line (shown: string) (written: string) (found: Dimension) =
        if found <> dimension then
            let own =
                if dimension.IsDimensionless then
                    "it has no unit"
                else
                    $"its unit is {dimension.Name}"

            let help =
                if found.IsDimensionless then
                    $"a unit, for example {Models.WaysOut.times written dimension}"
                elif dimension.IsDimensionless then
                    $"a plain number, for example {written}/{EverydayUnits.ofDimension found}"
                else
                    $"a value in {dimension.Name}"

            refuseAt
                "BR0423"
                file
                line
                shown
                $"{name} cannot have the value {shown}: {own}"
                dimension.Name
                help

    /// A parameter by which the equations are divided must not be 0.
    let mustNotDivideByZero file line (values: float[]) =
        match values |> Array.tryFindIndex (cells.ZeroRule name).Forbids with
        | Some neuron ->
            refuseAt
                "BR0427"
                file
                line
                $"{Quantity(values[neuron], dimension)}"
                (cells.ZeroMistake(name, neuron))
                "a value other than 0"
                "inf*second as a time constant, if nothing should change"
        | None -> ()

    /// The values as the kind of the variable wants them; whole numbers must be whole.
    let store file line (values: float[]) =
        if variableType = Whole then
            match values |> Array.tryFind (fun v -> v <> Math.Round v || abs v > 9007199254740992.0) with
            | Some v ->
                refuseAt
                    "BR0424"
                    file
                    line
                    $"{v}"
                    $"{name} is an integer variable"
                    "a whole number"
                    "rounding it first"
            | None -> ()

        mustNotDivideByZero file line values

        let values =
            if variableType = Boolean then
                values |> Array.map (fun v -> if v = 0.0 then 0.0 else 1.0)
            else
                values

        write values

    /// The variable's name.
    member _.Name = name

    /// The dimension of its values.
    member _.Dimension = dimension

    /// A copy of all values: one for each neuron, a single one when the variable is shared.
    member _.Values = Quantities.Wrap(read (), dimension)

    /// The value of one neuron, counted from 0.
    member _.Item
        with get (neuron: int): Quantity =
            if neuron < 0 || neuron >= cells.Count then
                refuse
                    "BR0425"
                    $"[{neuron}]"
                    $"there is no neuron {neuron}"
                    $"0 to {cells.Count - 1}"
                    "counting from 0"

            let values = read ()
            Quantity(values[if isShared then 0 else neuron], dimension)

    /// <summary>Sets the variable by an expression, evaluated for each neuron: <c>v.Set $"rand()*10*mV"</c>.</summary>
    /// <param name="expression">May use all variables of the group, i, N, rand() and randn().</param>
    /// <param name="where">A condition: only these neurons are set.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    member _.Set
        (
            expression: FormattableString,
            [<Optional; DefaultParameterValue(null: FormattableString | null)>] where:
                FormattableString | null,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        mustBeSettable file line

        let value =
            Source.ofFormattable call expression file line
            |> Grammar.expression
            |> Result.bind (CheckCode.value cells.Scope name variableType CheckCode.usual)

        let condition =
            match where with
            | null -> Ok ValueNone
            | where ->
                Source.ofFormattable "where" where file line
                |> Grammar.expression
                |> Result.bind (CheckCode.condition cells.Scope CheckCode.usual)
                |> Result.map (cells.Inline >> ValueSome)

        /// One value for all neurons cannot come from what differs between them.
        let mustBeShared (text: FormattableString) (value: Expr) =
            let differs =
                value
                |> tryPick (function
                    | Index -> Some "i"
                    | Variable other when not (cells.Group.Model.IsShared other) -> Some other
                    | _ -> None)

            match differs with
            | Some other when isShared ->
                let source = Source.ofFormattable call text file line
                let span = { Source = source; Start = 0; End = source.Text.Length }
                raise (ModelException [ Models.DefinitionMistakes.sharedReadsNeuron span name other ])
            | _ -> ()

        match value, condition with
        | Ok value, Ok condition ->
            mustBeShared expression value

            match where, condition with
            | NonNull where, ValueSome condition -> mustBeShared where condition
            | _ -> ()

            let ordinal = cells.NextAssignment()
            let before = if cells.ZeroRule name = Zeros.Anything then [||] else read ()
            cells.Apply(Lower.assignment cells.Group cells.Dt ordinal name condition (cells.Inline value))

            if before.Length > 0 then
                let values = read ()
                write before
                // a neuron that is left as it was may still be set
                Array.map2
                    (fun value old -> if isNull where || value <> old then value else nan)
                    values
                    before
                |> mustNotDivideByZero file line

                write values
        | Error first, Error second -> raise (ModelException(first @ second))
        | Error mistakes, _
        | _, Error mistakes -> raise (ModelException mistakes)

    /// <summary>Gives every neuron the same value. A plain 0 fits every unit.</summary>
    /// <param name="value">The value.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    member _.Fill
        (
            value: Quantity,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        mustBeSettable file line

        if not (value.SIValue = 0.0 && value.IsDimensionless) then
            mustFit
                file
                line
                (string value)
                (if value.IsDimensionless then string value else "value")
                value.Dimension

        store file line (Array.create (if isShared then 1 else cells.Count) value.SIValue)

    /// <summary>Gives each neuron its own value; there must be as many values as neurons.</summary>
    /// <param name="values">The values, in the order of the neurons.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    member _.Assign
        (
            values: Quantities,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        mustBeSettable file line
        let expected = if isShared then 1 else cells.Count

        let count (number: int) =
            if number = 1 then "1 value" else $"{number} values"

        if values.Count <> expected then
            let title =
                if isShared then
                    $"{name} is shared by all neurons, so it has 1 value, not {values.Count}"
                else
                    $"{name} has {count expected}, one for each neuron, not {values.Count}"

            refuseAt
                "BR0426"
                file
                line
                (count values.Count)
                title
                (count expected)
                "Fill, to give one value to all"

        mustFit file line (string values) "values" values.Dimension
        store file line (values.SIValues.ToArray())

    /// <summary>Gives each neuron its own value, for variables without a unit.</summary>
    /// <param name="values">The values, in the order of the neurons.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    member this.Assign
        (
            values: seq<float>,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        this.Assign(Quantities.Wrap(Seq.toArray values, Dimension.None), file, line)

    /// Name and values.
    override this.ToString() =
        $"{cells.Name}[\"{name}\"] = {this.Values}"

    member internal this.Display = this.ToString()
