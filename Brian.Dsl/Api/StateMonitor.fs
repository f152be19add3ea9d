namespace Brian

open System
open System.Collections.Generic
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open Brian.Engine
open Brian.Lowering
open Brian.Models

/// What monitors have in common: which neurons, which expressions.
module internal Recorded =

    let refuse code (group: NeuronGroup) kind file line argument title expected help : 'a =
        CallMistake.refuse code file line $"{kind} of {group.Name}" argument title expected help

    /// The neurons chosen, checked; null stands for all.
    let neurons (group: NeuronGroup) kind file line (record: seq<int> | null) : int[] | null =
        match record with
        | null -> null
        | record ->
            let chosen = Seq.toArray record

            match chosen |> Array.tryFind (fun i -> i < 0 || i >= group.N) with
            | Some wrong ->
                refuse
                    "BR0425"
                    group
                    kind
                    file
                    line
                    $"record = [ {wrong} ]"
                    $"there is no neuron {wrong}"
                    $"0 to {group.N - 1}"
                    "counting from 0"
            | None -> ()

            if chosen.Length = 0 then
                refuse
                    "BR0431"
                    group
                    kind
                    file
                    line
                    "record = [ ]"
                    "no neuron is recorded"
                    ""
                    "no record argument, to record all neurons"

            chosen

    /// A recorded variable: its name, dimension and expression.
    let variable (group: NeuronGroup) kind file line (name: string) =
        match Scope.resolveVariable group.Cells.Scope name with
        | Scope.Value(valueType, expr) ->
            let dimension =
                match valueType with
                | Real dimension -> dimension
                | Whole
                | Boolean
                | Anything -> Dimension.None

            struct (name, dimension, group.Cells.Inline expr)
        | Scope.Unknown
        | Scope.NoiseSymbol _
        | Scope.Function _ ->
            refuse
                "BR0402"
                group
                kind
                file
                line
                $"\"{name}\""
                $"{group.Name} has no variable called {name}"
                ""
                (group.Cells.NamesLike name)

    /// The time step given, in seconds, or none.
    let timeStep group kind file line (dt: Nullable<Quantity>) =
        if not dt.HasValue then
            ValueNone
        elif
            dt.Value.Dimension <> Scope.second
            || not (dt.Value.SIValue > 0.0 && Double.IsFinite dt.Value.SIValue)
        then
            refuse
                "BR0405"
                group
                kind
                file
                line
                $"dt = {dt.Value}"
                "a time step is a positive duration"
                "second"
                "dt = 1*ms"
        else
            ValueSome dt.Value.SIValue

/// Records variables of a group at every time step, by default at its start: the first sample is the initial value,
/// the last that of the last step's start.
[<Sealed; StructuredFormatDisplay("{Display}")>]
type StateMonitor
    private
    (
        group: NeuronGroup,
        names: string[],
        record: int[] | null,
        slot: Slot,
        order: int,
        dt: Nullable<Quantity>,
        name: string,
        file: string,
        line: int
    ) as this =
    inherit NetworkObject(name, file, line)

    let kind = "StateMonitor"
    let variables = names |> Array.map (Recorded.variable group kind file line)
    let timeStep = Recorded.timeStep group kind file line dt

    let neuronCount =
        match record with
        | null -> group.N
        | chosen -> chosen.Length

    let recording = StateRecording(names.Length, neuronCount)

    let column (variable: string) =
        match Array.IndexOf(names, variable) with
        | -1 ->
            let recorded = String.Join(", ", names)

            Recorded.refuse
                "BR0403"
                group
                kind
                file
                line
                $"[\"{variable}\"]"
                $"{variable} is not recorded"
                recorded
                "naming it when the monitor is made"
        | column -> column

    let position (neuron: int) =
        match record with
        | null when neuron >= 0 && neuron < group.N -> neuron
        | null ->
            Recorded.refuse
                "BR0425"
                group
                kind
                file
                line
                $"[{neuron}]"
                $"there is no neuron {neuron}"
                $"0 to {group.N - 1}"
                "counting from 0"
        | chosen ->
            match Array.IndexOf(chosen, neuron) with
            | -1 ->
                let recorded = String.Join(", ", Seq.truncate 10 chosen)

                Recorded.refuse
                    "BR0432"
                    group
                    kind
                    file
                    line
                    $"[{neuron}]"
                    $"neuron {neuron} is not recorded"
                    recorded
                    "adding it to record when the monitor is made"
            | position -> position

    let trace column position =
        let struct (_, dimension, _) = variables[column]
        Quantities.Wrap(recording.Column(column, position), dimension)

    do group.Session.Add this

    static member private Named(name: string | null) =
        Session.Current.NameFor("statemonitor", name)

    /// <summary>Records one variable.</summary>
    /// <param name="group">The group.</param>
    /// <param name="variable">A variable or subexpression of it.</param>
    /// <param name="record">Which neurons, counted from 0; all when left out. `G.Where` finds them by a condition.</param>
    /// <param name="slot">When in a step; at its start unless told otherwise.</param>
    /// <param name="order">Order within the slot.</param>
    /// <param name="dt">Time between samples; the group's time step when left out.</param>
    /// <param name="name">A name for messages.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    new
        (
            group: NeuronGroup,
            variable: string,
            [<Optional; DefaultParameterValue(null: seq<int> | null)>] record: seq<int> | null,
            [<Optional; DefaultParameterValue(Slot.Start)>] slot: Slot,
            [<Optional; DefaultParameterValue(0)>] order: int,
            [<Optional>] dt: Nullable<Quantity>,
            [<Optional; DefaultParameterValue(null: string | null)>] name: string | null,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        StateMonitor(
            group,
            [| variable |],
            Recorded.neurons group "StateMonitor" file line record,
            slot,
            order,
            dt,
            StateMonitor.Named name,
            file,
            line
        )

    /// <summary>Records several variables; the other arguments are those for one variable.</summary>
    new
        (
            group: NeuronGroup,
            variables: IEnumerable<string>,
            [<Optional; DefaultParameterValue(null: seq<int> | null)>] record: seq<int> | null,
            [<Optional; DefaultParameterValue(Slot.Start)>] slot: Slot,
            [<Optional; DefaultParameterValue(0)>] order: int,
            [<Optional>] dt: Nullable<Quantity>,
            [<Optional; DefaultParameterValue(null: string | null)>] name: string | null,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        StateMonitor(
            group,
            Seq.toArray variables,
            Recorded.neurons group "StateMonitor" file line record,
            slot,
            order,
            dt,
            StateMonitor.Named name,
            file,
            line
        )

    /// The times of the samples.
    member _.Times = Quantities.Wrap(recording.Times(), Scope.second)

    /// Number of samples of each neuron.
    member _.Count = recording.Count

    /// The recorded neurons, in the order recorded.
    member _.Neurons: IReadOnlyList<int> =
        match record with
        | null -> [| 0 .. group.N - 1 |] :> _
        | chosen -> Array.copy chosen :> _

    /// The samples of one variable of one neuron, by the neuron's number in the group: `trace["v", 0]`.
    member _.Item
        with get (variable: string, neuron: int): Quantities = trace (column variable) (position neuron)

    /// The samples of one variable, one row for each recorded neuron.
    member _.Item
        with get (variable: string): IReadOnlyList<Quantities> =
            let column = column variable
            Array.init neuronCount (trace column) :> _

    override _.ToString() =
        let neurons = if neuronCount = 1 then "1 neuron" else $"{neuronCount} neurons"
        let variables = String.Join(", ", names)
        $"StateMonitor {name}: {variables} of {neurons} of {group.Name}, {recording.Count} samples"

    member internal this.Display = this.ToString()
    member internal _.Group = group
    member internal _.Recording = recording

    member internal _.DtOr(groupDt: float) =
        ValueOption.defaultValue groupDt timeStep

    member internal _.Model: StateMonitorModel =
        {
            Variables = [ for struct (name, _, expr) in variables -> name, expr ]
            Neurons = record
            Slot = slot
            Order = order
        }
