/// A group's model to the engine's tasks: the last file that knows the words of the model.
module internal Brian.Lowering.Lower

open Brian
open Brian.Engine
open Brian.Models
open Brian.Symbolic
open Brian.Symbolic.Expr
open Brian.Lowering.LowerExpression

/// The only event of a group so far.
let private spike = 0

let private write (group: GroupModel) (layout: Layout) dt purpose name (body: Writer -> unit) =
    let builder = ProgramBuilder($"{group.Name}: {name}")
    body (Writer(builder, layout, dt, purpose))
    builder.Build()

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

let private stepConstants (group: GroupModel) layout dt =
    let computed =
        group.Model.Variables
        |> List.choose (fun variable ->
            match variable.Rule with
            | Subexpression right when variable.ConstantOverDt -> Some(variable, right)
            | _ -> None)

    let program name (variables: (Variable * Expr) list) =
        write group layout dt StepConstant name (fun writer ->
            for variable, right in variables do
                writer.Change(variable.Name, writer.Number right)

            writer.StoreChanges ValueNone)

    [
        match computed |> List.partition (fun (variable, _) -> variable.Shared) with
        | shared, perNeuron ->
            if not shared.IsEmpty then
                program "shared constants of the step" shared

            if not perNeuron.IsEmpty then
                program "constants of the step" perNeuron
    ]

let private stateUpdate (group: GroupModel) layout dt =
    write group layout dt StateUpdate "state update" (fun writer ->
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

        writer.StoreChanges ValueNone)

let private threshold (group: GroupModel) layout dt condition =
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

let private reset (group: GroupModel) layout dt statements =
    let program purpose name body =
        write group layout dt purpose name (fun writer ->
            let spiked = writer.Builder.Emit(Op.Occurred, slot = spike)
            writer.Where(spiked, fun () -> body writer)
            writer.StoreChanges(ValueSome spiked))

    [
        if not (List.isEmpty statements) then
            program Reset "reset" (fun writer ->
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

/// The tasks of a group, in the order of a time step.
let group (group: GroupModel) (order: int) (clock: int) (dt: float) (index: int) : TaskPlan list =
    let layout = Layout group

    let run slot program =
        RunProgram(slot, order, clock, index, program) :> TaskPlan

    [
        for program in stepConstants group layout dt do
            run Slot.BeforeStart program

        if group.IsRefractory || not group.Update.Values.IsEmpty then
            run Slot.Groups (stateUpdate group layout dt)

        match group.Firing with
        | Silent -> ()
        | Spikes(condition, statements) ->
            run Slot.Thresholds (threshold group layout dt condition)

            for program in reset group layout dt statements do
                RunProgram(Slot.Resets, order, clock, index, program, spike)
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
    let struct (columns, program) =
        columns group (Layout group) dt ordinal monitor.Extra

    RecordEvent(
        Slot.Thresholds,
        monitor.Order,
        clock,
        index,
        recording,
        spike,
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
