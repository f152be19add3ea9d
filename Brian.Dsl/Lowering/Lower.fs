/// A group's model to the engine's tasks: the last file that knows the words of the model.
module internal Brian.Lowering.Lower

open Brian
open Brian.Engine
open Brian.Models
open Brian.Symbolic
open Brian.Symbolic.Expr
open Brian.Lowering.LowerExpression

/// A program, and the numbers it stores that must be finite.
type private Checked = { Program: Program; Event: int; Columns: Column list }

let private write (group: GroupModel) (layout: Layout) dt purpose name (body: Writer -> unit) =
    let builder = ProgramBuilder($"{group.Name}: {name}")
    body (Writer(builder, layout, dt, purpose))
    builder.Build()

/// Writes a program that stores what its body changes, under the mask that the body answers with.
let private writeChecked isChecked (group: GroupModel) (layout: Layout) dt purpose name body =
    let isReal name =
        match group.Model.Find name with
        | Some { Type = Real _ } -> isChecked
        | _ -> false

    let event = layout.EventOf(Layout.NotFinite name)
    let mutable columns = []

    let program =
        write group layout dt purpose name (fun writer ->
            let mask = body writer
            columns <- writer.MarkNotFinite(isReal, mask, event)
            writer.StoreChanges mask)

    { Program = program; Event = event; Columns = columns }

/// A duration as a number of steps, by the rule of `timestep`.
let private steps duration = Functions.stepsIn duration TimeStep

/// Have `period` seconds passed since the last spike? Both are counted in whole steps; a thousandth of a step is forgiven.
let private hasPassed period =
    let elapsed = Subtract(Time, Variable "lastspike")
    Compare(Ast.GreaterOrEqual, elapsed, Multiply(Subtract(steps period, Number 1e-3), TimeStep))

/// May the neuron spike, and do its equations run, in this step?
let private notRefractory refractoriness =
    match refractoriness with
    | NoRefractoriness -> ValueNone
    | Lasts period -> ValueSome(hasPassed (Number period))
    | DrawnAtSpike _ -> ValueSome(hasPassed (Variable Layout.Period))
    | While condition -> ValueSome(Or(Variable "not_refractory", Not condition))

let private stepConstants isChecked (group: GroupModel) layout dt =
    let computed =
        group.Model.Variables
        |> List.choose (fun variable ->
            match variable.Rule with
            | Subexpression right when variable.ConstantOverDt -> Some(variable, right)
            | _ -> None)

    let program name (variables: (Variable * Expr) list) =
        writeChecked isChecked group layout dt StepConstant name (fun writer ->
            for variable, right in variables do
                writer.Change(variable.Name, writer.Number right)

            ValueNone)

    [
        match computed |> List.partition (fun (variable, _) -> variable.Shared) with
        | shared, perNeuron ->
            if not shared.IsEmpty then
                program ("shared " + Layout.StepConstants) shared

            if not perNeuron.IsEmpty then
                program Layout.StepConstants perNeuron
    ]

let private stateUpdate isChecked (group: GroupModel) layout dt =
    writeChecked isChecked group layout dt StateUpdate Layout.StateUpdate (fun writer ->
        match notRefractory group.Refractoriness with
        | ValueSome condition ->
            writer.Change("not_refractory", writer.Number(Indicator(specialise dt condition)))
        | ValueNone -> ()

        // all right-hand sides read old values; only not_refractory is new
        let values =
            group.Update.Values
            |> List.map (fun (name, expr) -> struct (name, writer.Number(specialise dt expr)))

        for struct (name, value) in values do
            writer.Change(name, value)

        ValueNone)

let private threshold (group: GroupModel) (layout: Layout) dt condition =
    let spike = layout.EventOf Layout.Spike

    write group layout dt Threshold "threshold" (fun writer ->
        let builder = writer.Builder
        let condition = writer.Mask condition

        if group.IsRefractory then
            let mask = builder.Emit(Op.And, condition, writer.Mask(Variable "not_refractory"))
            builder.Store(Target.Event, spike, mask)
            writer.Change("lastspike", builder.Emit Op.Time)
            writer.Change("not_refractory", builder.Constant 0.0)
            writer.StoreChanges(ValueSome mask)
        else
            builder.Store(Target.Event, spike, condition))

/// What happens to neurons that spike: the statements, and then the next refractory period if it is an expression.
let private reset isChecked (group: GroupModel) (layout: Layout) dt statements =
    let spike = layout.EventOf Layout.Spike

    let program purpose name body =
        writeChecked isChecked group layout dt purpose name (fun writer ->
            let spiked = writer.Builder.Emit(Op.Occurred, slot = spike)
            writer.Where(spiked, (fun () -> body writer))
            ValueSome spiked)

    [
        if not (List.isEmpty statements) then
            program Reset Layout.Reset (fun writer ->
                for statement in statements do
                    match statement with
                    | SetLocal(name, expr) -> writer.SetLocal(name, writer.Number expr)
                    | SetVariable(name, expr) -> writer.Change(name, writer.Number expr))

        match group.Refractoriness with
        | DrawnAtSpike period ->
            program RefractoryPeriod "refractory period" (fun writer ->
                writer.Change(Layout.Period, writer.Number period))
        | NoRefractoriness
        | Lasts _
        | While _ -> ()
    ]

/// The tasks of a group, in the order of a time step. `isChecked`: the run stops when a variable is NaN or infinite. `refuse`
/// raises the mistake of a coefficient that is not finite.
let group
    isChecked
    (group: GroupModel)
    (refuse: StorePropagators.Infinite -> unit)
    (order: int)
    (clock: int)
    (dt: float)
    (index: int)
    : TaskPlan list =
    let layout = Layout group

    let run slot onEvent { Program = program; Event = event; Columns = columns } : TaskPlan list =
        [
            RunProgram(slot, order, clock, index, program, onEvent)

            if not columns.IsEmpty then
                CheckFinite(slot, order, clock, index, event, EquatableArray columns)
        ]

    [
        for program in stepConstants isChecked group layout dt do
            yield! run Slot.BeforeStart -1 program

        yield! StorePropagators.tasks group refuse order clock dt index

        if group.IsRefractory || not group.Update.Values.IsEmpty then
            yield! run Slot.Groups -1 (stateUpdate isChecked group layout dt)

        match group.Firing with
        | Silent -> ()
        | Spikes(condition, statements) ->
            RunProgram(Slot.Thresholds, order, clock, index, threshold group layout dt condition)

            for program in reset isChecked group layout dt statements do
                yield! run Slot.Resets (layout.EventOf Layout.Spike) program
    ]

/// Columns of a recording: stored variables directly, everything else computed by a program.
let private columns (group: GroupModel) layout dt ordinal (variables: (string * Expr) list) =
    let builder = ProgramBuilder $"{group.Name}: recorded values"
    let writer = Writer(builder, layout, dt, Monitor ordinal)
    let mutable outputs = 0

    let columns =
        [
            for name, expr in variables ->
                match layout.TryFind name with
                | ValueSome(struct (target, slot)) -> Column(target, slot)
                | ValueNone ->
                    builder.Store(Target.Output, outputs, writer.Number expr)
                    outputs <- outputs + 1
                    Column(Target.Output, outputs - 1)
        ]

    struct (EquatableArray columns, (if outputs = 0 then null else builder.Build()))

let private selected (neurons: int[] | null) =
    match neurons with
    | null -> System.Nullable()
    | chosen -> System.Nullable(EquatableArray(chosen :> seq<int>))

let stateMonitor
    (group: GroupModel)
    dt
    ordinal
    (monitor: StateMonitorModel)
    clock
    index
    recording
    : TaskPlan =
    let struct (columns, program) =
        columns group (Layout group) dt ordinal monitor.Variables

    RecordState(
        monitor.Slot,
        monitor.Order,
        clock,
        index,
        recording,
        selected monitor.Neurons,
        columns,
        program
    )

let spikeMonitor
    (group: GroupModel)
    dt
    ordinal
    (monitor: SpikeMonitorModel)
    clock
    index
    recording
    : TaskPlan =
    let layout = Layout group
    let struct (columns, program) = columns group layout dt ordinal monitor.Extra

    RecordEvent(
        Slot.Thresholds,
        monitor.Order,
        clock,
        index,
        recording,
        layout.EventOf Layout.Spike,
        selected monitor.Neurons,
        columns,
        program
    )

/// A program that sets one variable of a group, where a condition holds if there is one.
let assignment (group: GroupModel) dt ordinal name (condition: Expr voption) (value: Expr) : Program =
    let layout = Layout group

    write group layout dt (InitialValue ordinal) $"set {name}" (fun writer ->
        let mask = condition |> ValueOption.map writer.Mask

        let write () =
            writer.Change(name, writer.Number value)

        match mask with
        | ValueSome mask -> writer.Where(mask, write)
        | ValueNone -> write ()

        writer.StoreChanges mask)

/// A program whose only output is the value of an expression; conditions come as 0 and 1.
let query (group: GroupModel) dt (value: Expr) : Program =
    write group (Layout group) dt (Monitor 0xFFF) "query" (fun writer ->
        writer.Builder.Store(Target.Output, 0, writer.Number value))
