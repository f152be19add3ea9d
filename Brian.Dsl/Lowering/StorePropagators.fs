/// Computes the propagators that depend on parameters, for the neurons whose parameters differ from those last used, and puts
/// them into the group's memory: before each run, and in each step where a program may have changed a parameter.
module internal Brian.Lowering.StorePropagators

open System
open Brian
open Brian.Engine
open Brian.Symbolic
open Brian.Symbolic.Expr
open Brian.Lowering.LowerExpression

/// A propagator that has no finite value for the parameters of a neuron.
type Infinite =
    {
        Neuron: int
        /// The parameters it depends on, with their values.
        Parameters: (string * float) list
    }

/// The numbers of all propagators of a kind for one neuron, in the order of memory, from the parameters of the kind.
let private solver (group: GroupModel) kind (refuse: Infinite -> unit) (dt: float) =
    let parameters = group.Parameters kind

    let propagators =
        [|
            for propagator, places in group.Stored kind do
                let inputs =
                    [|
                        for parameter in propagator.Parameters -> parameters |> List.findIndex ((=) parameter)
                    |]

                propagator, inputs, List.toArray places
        |]

    NumberFunction(fun neuron inputs results ->
        let mutable next = 0

        for propagator, chosen, places in propagators do
            let values = Array.zeroCreate chosen.Length

            for k in 0 .. chosen.Length - 1 do
                values[k] <- inputs[chosen[k]]

            let numbers = propagator.Solve(dt, values)

            if Array.exists Double.IsNaN numbers then
                refuse
                    {
                        Neuron = neuron
                        Parameters =
                            [ for p, x in Seq.zip propagator.Parameters values -> ExprText.ofExpr p, x ]
                    }

            for place in places do
                results[next] <- numbers[place]
                next <- next + 1)

let private lastUsed (group: GroupModel) kind =
    [ for parameter in group.Parameters kind -> Layout.LastUsed(kind, parameter) ]

let private resultNames (group: GroupModel) kind =
    [
        for propagator, places in group.Stored kind do
            for place in places -> propagator.Names[place]
    ]

let private read (layout: Layout) (state: GroupState) name =
    match layout.Find name with
    | struct (Target.Shared, slot) -> [| state.GetShared slot |]
    | struct (_, slot) -> state.ReadField slot

let private write (layout: Layout) (state: GroupState) name (column: float[]) =
    match layout.Find name with
    | struct (Target.Shared, slot) -> state.SetShared(slot, column[0])
    | struct (_, slot) -> state.WriteField(slot, column)

/// Brings the propagators up to date that keep their values during a run. `refuse` raises the mistake of a coefficient that is
/// not finite; nothing has been stored then.
let run (group: GroupModel) (state: GroupState) (refuse: Infinite -> unit) dt (evaluate: Expr -> float[]) =
    let layout = Layout group

    let update kind =
        let values = [| for parameter in group.Parameters kind -> evaluate parameter |]
        let used = [| for name in lastUsed group kind -> read layout state name |]

        let isOutdated neuron =
            let mutable differs = false

            for k in 0 .. values.Length - 1 do
                let now, before = values[k].[neuron], used[k].[neuron]

                if now <> before || Double.IsNegative now <> Double.IsNegative before then
                    differs <- true

            differs

        match [| 0 .. used[0].Length - 1 |] |> Array.filter isOutdated with
        | [||] -> ()
        | outdated ->
            let solve = solver group kind refuse dt
            let names = resultNames group kind
            let columns = [| for name in names -> read layout state name |]
            let inputs: float[] = Array.zeroCreate values.Length
            let results: float[] = Array.zeroCreate columns.Length

            for neuron in outdated do
                for k in 0 .. values.Length - 1 do
                    inputs[k] <- values[k].[neuron]

                solve.Invoke(neuron, inputs, Span results)

                for k in 0 .. columns.Length - 1 do
                    columns[k].[neuron] <- results[k]

            List.iteri (fun k name -> write layout state name columns[k]) names
            List.iteri (fun k name -> write layout state name values[k]) (lastUsed group kind)

    for kind in Stored.Kinds do
        if not kind.Changes && not (group.Stored kind).IsEmpty then
            update kind

/// Has all propagators computed anew, whatever their parameters: another dt needs other numbers.
let forget (group: GroupModel) (state: GroupState) =
    let layout = Layout group

    for kind in Stored.Kinds do
        for name in lastUsed group kind do
            match layout.Find name with
            | struct (Target.Shared, slot) -> state.SetShared(slot, nan)
            | struct (_, slot) -> state.FillField(slot, nan)

/// The tasks that bring changing propagators up to date before the state update: which neurons have a parameter that differs
/// from the one last used, then that parameter for them, then their numbers.
let tasks
    (group: GroupModel)
    (refuse: Infinite -> unit)
    (order: int)
    (clock: int)
    (dt: float)
    (index: int)
    : TaskPlan list =
    let layout = Layout group

    let program name write =
        let builder = ProgramBuilder($"{group.Name}: {name}")
        write (Writer(builder, layout, dt, StateUpdate))
        builder.Build()

    let column name =
        match layout.Find name with
        | struct (target, slot) -> Column(target, slot)

    let update kind =
        let parameters = group.Parameters kind
        let outdated = layout.Outdated kind

        let compare =
            program "outdated propagators" (fun writer ->
                let differs =
                    [
                        for parameter in parameters ->
                            Compare(Ast.NotEqual, parameter, Variable(Layout.LastUsed(kind, parameter)))
                    ]
                    |> List.reduce (fun a b -> Or(a, b))

                writer.Builder.Store(Target.Event, outdated, writer.Mask differs))

        let remember =
            program "parameters of propagators" (fun writer ->
                for parameter in parameters do
                    writer.Change(Layout.LastUsed(kind, parameter), writer.Number parameter)

                if kind.IsShared then
                    writer.StoreChanges ValueNone
                else
                    writer.StoreChanges(ValueSome(writer.Builder.Emit(Op.Occurred, slot = outdated))))

        [
            RunProgram(Slot.Groups, order, clock, index, compare) :> TaskPlan
            RunProgram(Slot.Groups, order, clock, index, remember, (if kind.IsShared then -1 else outdated))
            CallOnEvent(
                Slot.Groups,
                order,
                clock,
                index,
                $"{group.Name}: propagators",
                solver group kind refuse dt,
                outdated,
                EquatableArray(List.map column (lastUsed group kind)),
                EquatableArray(List.map column (resultNames group kind))
            )
        ]

    [
        for kind in Stored.Kinds do
            if kind.Changes && not (group.Stored kind).IsEmpty then
                yield! update kind
    ]
