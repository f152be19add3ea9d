namespace Brian.Lowering

open Brian
open Brian.Engine
open Brian.Models
open Brian.Integration
open Brian.Symbolic
open Brian.Symbolic.Expr

/// How long a neuron stays silent after a spike.
type internal Refractoriness =
    | NoRefractoriness
    /// For a duration in seconds.
    | Lasts of float
    /// For a duration computed once for each spike, after the reset.
    | DrawnAtSpike of Expr
    /// While a condition holds.
    | While of Expr

type internal Firing =
    | Silent
    | Spikes of threshold: Expr * reset: Statement list

/// Propagators in the memory of a group: one set of numbers for the group, or one for each neuron; computed again during a
/// run, or before it only.
[<Struct>]
type internal Stored =
    {
        IsShared: bool
        Changes: bool
    }

    static member Kinds =
        [
            for isShared in [ true; false ] do
                for changes in [ false; true ] -> { IsShared = isShared; Changes = changes }
        ]

/// A neuron group, checked and integrated: all that the engine's memory and tasks follow from.
type internal GroupModel =
    {
        Name: string
        Count: int
        Stream: uint64
        Model: Model
        Update: StateUpdate
        Firing: Firing
        Refractoriness: Refractoriness
    }

    member this.IsRefractory = this.Refractoriness <> NoRefractoriness

    /// The propagators that depend on parameters, and which of their numbers are used: these lie in hidden memory.
    member private this.AllStored: (Propagator * int list) list =
        let rec collect found expr =
            match expr with
            | Entry(propagator, place) when not propagator.Parameters.IsEmpty -> (propagator, place) :: found
            | _ -> operands expr |> List.fold collect found

        this.Update.Values
        |> List.fold (fun found (_, value) -> collect found value) []
        |> List.distinct
        |> List.groupBy fst
        |> List.map (fun (propagator, uses) -> propagator, uses |> List.map snd |> List.sort)

    /// The stored propagators of one kind, and which of their numbers are used.
    member this.Stored(kind: Stored) =
        let kindOf (propagator: Propagator) =
            {
                IsShared = not (List.exists this.Model.Differs propagator.Parameters)
                Changes = propagator.Changes
            }

        this.AllStored |> List.filter (fun (propagator, _) -> kindOf propagator = kind)

    /// What the stored propagators of one kind depend on, each once.
    member this.Parameters(kind: Stored) =
        this.Stored kind |> List.collect (fun (propagator, _) -> propagator.Parameters) |> List.distinct

/// What a state monitor records.
type internal StateMonitorModel =
    { Variables: (string * Expr) list; Neurons: int[] | null; Slot: Slot; Order: int }

/// What a spike monitor records.
type internal SpikeMonitorModel = { Extra: (string * Expr) list; Neurons: int[] | null; Order: int }

/// Where a group's variables lie in the engine's memory.
[<Sealed>]
type internal Layout(group: GroupModel) =
    /// The names of the fields that refractoriness needs, and their first values: no spike for a long time.
    let refractoryFields =
        [ "lastspike", BaseUnits.keep -1e4 Scope.second; "not_refractory", 1.0 ]

    let stored = group.Model.Variables |> List.filter _.IsStored

    let hidden isShared =
        [
            for kind in Stored.Kinds do
                if kind.IsShared = isShared then
                    for propagator, places in group.Stored kind do
                        for place in places do
                            propagator.Names[place], 0.0

                    // no number equals NaN: everything is computed in the first step
                    for parameter in group.Parameters kind do
                        Layout.LastUsed(kind, parameter), nan
        ]

    let fields =
        [
            for variable in stored do
                if not variable.Shared then
                    variable.Name, 0.0

            if group.IsRefractory then
                yield! refractoryFields

            match group.Refractoriness with
            | DrawnAtSpike _ -> Layout.Period, 0.0
            | NoRefractoriness
            | Lasts _
            | While _ -> ()

            yield! hidden false
        ]

    let shared =
        [
            for variable in stored do
                if variable.Shared then
                    variable.Name, 0.0

            yield! hidden true
        ]

    let events =
        [
            match group.Firing with
            | Spikes _ -> Layout.Spike
            | Silent -> ()

            for kind in Stored.Kinds do
                if kind.Changes && not (group.Stored kind).IsEmpty then
                    Layout.OutdatedName kind

            for program in [ Layout.StepConstants; Layout.StateUpdate; Layout.Reset ] do
                Layout.NotFinite program
        ]

    let slots = fields |> List.mapi (fun slot (name, _) -> name, slot) |> Map.ofList

    let sharedSlots =
        shared |> List.mapi (fun slot (name, _) -> name, slot) |> Map.ofList

    /// The event of a threshold.
    static member Spike: string = "spike"

    /// The programs that change variables, by name.
    static member StepConstants: string = "constants of the step"
    static member StateUpdate: string = "state update"
    static member Reset: string = "reset"

    /// The event by which a program marks neurons with a value that is NaN or infinite.
    static member NotFinite(program: string) : string = $"not finite after {program}"

    static member private OutdatedName(kind: Stored) : string =
        if kind.IsShared then "shared propagators outdated" else "propagators outdated"

    /// The hidden field that holds a refractory period drawn at the last spike, in seconds.
    static member Period = "refractory period"

    /// The hidden field that holds the value of a parameter from which propagators of a kind were last computed.
    static member LastUsed(kind: Stored, parameter: Expr) =
        let whom = if kind.IsShared then " for all" else ""
        let moment = if kind.Changes then " in a step" else ""
        $"{ExprText.ofExpr parameter} last used{whom}{moment}"

    /// The number of the event that a neuron's propagators of a kind are out of date.
    member this.Outdated(kind: Stored) : int = this.EventOf(Layout.OutdatedName kind)

    /// Where a variable lies, if it has memory.
    member _.TryFind(name: string) =
        match Map.tryFind name slots, Map.tryFind name sharedSlots with
        | Some slot, _ -> ValueSome struct (Target.Field, slot)
        | None, Some slot -> ValueSome struct (Target.Shared, slot)
        | None, None -> ValueNone

    /// Where a variable with memory lies.
    member this.Find(name: string) =
        match this.TryFind name with
        | ValueSome place -> place
        | ValueNone -> raise (PlanException $"the variable {name} of {group.Name} has no place in memory")

    /// The number of an event; -1 if the group has none of this name.
    member _.EventOf(name: string) =
        events |> List.tryFindIndex ((=) name) |> Option.defaultValue -1

    /// The engine's description of the group's memory.
    member _.Plan =
        let plans fields =
            EquatableArray(fields |> List.map (fun (name, initial: float) -> FieldPlan(name, initial)))

        GroupPlan(group.Name, group.Count, group.Stream, plans fields, plans shared, EquatableArray events)
