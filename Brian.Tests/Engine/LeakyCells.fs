/// Cells that leak towards a target and spike above 0.8, as a plan written by hand.
module Brian.Tests.Engine.LeakyCells

open System
open Brian.Engine

let ms = 1e-3
let dt = 0.1 * ms

let array (items: 'a list) = EquatableArray<'a>(Seq.ofList items)
let everyone = Nullable<EquatableArray<int>>()
let only neurons = Nullable(array neurons)

let program name (write: ProgramBuilder -> unit) =
    let builder = ProgramBuilder name
    write builder
    builder.Build()

/// Field 0 is v, field 1 the value it tends to; a spike when v > 0.8.
let cells count =
    GroupPlan(
        "cells",
        count,
        1UL,
        array [ FieldPlan("v", 0); FieldPlan("target", 1) ],
        array [],
        array [ "spike" ]
    )

/// v = v*exp(-dt/tau) + target*(1 - exp(-dt/tau)), the exact solution of dv/dt = (target - v)/tau.
let update tau =
    program "cells: update" (fun b ->
        let decay = exp (-dt / tau)
        let v = b.Emit(Op.Field, slot = 0)
        let drive = b.Emit(Op.Multiply, b.Emit(Op.Field, slot = 1), b.Constant(1.0 - decay))
        b.Store(Target.Field, 0, b.Emit(Op.Add, b.Emit(Op.Multiply, v, b.Constant decay), drive)))

let threshold =
    program "cells: threshold" (fun b ->
        b.Store(Target.Event, 0, b.Emit(Op.Less, b.Constant 0.8, b.Emit(Op.Field, slot = 0))))

let reset =
    program "cells: reset" (fun b ->
        let v = b.Emit(Op.Field, slot = 0)
        b.Store(Target.Field, 0, b.Emit(Op.Select, b.Emit(Op.Occurred, slot = 0), b.Constant 0.0, v)))

let twice =
    program "cells: 2*v" (fun b ->
        b.Store(Target.Output, 0, b.Emit(Op.Multiply, b.Constant 2.0, b.Emit(Op.Field, slot = 0))))

let always =
    program "cells: always" (fun b ->
        b.Store(Target.Event, 0, b.Emit(Op.Less, b.Constant 0.0, b.Constant 1.0)))

let index = program "cells: i" (fun b -> b.Store(Target.Output, 0, b.Emit Op.Index))

let vColumn = Column(Target.Field, 0)

let leakyCells: TaskPlan list =
    [
        RunProgram(Slot.Resets, 0, 0, 0, reset, 0)
        RunProgram(Slot.Thresholds, 0, 0, 0, threshold)
        RunProgram(Slot.Groups, 0, 0, 0, update (10.0 * ms))
    ]

let watch slot : TaskPlan =
    RecordState(slot, 0, 0, 0, 0, everyone, array [ vColumn ], null)

let watchSpikes: TaskPlan =
    RecordEvent(Slot.Thresholds, 1, 0, 0, 0, 0, everyone, array [], null)

let plan clocks group tasks =
    NetworkPlan(42UL, array clocks, array [ group ], array tasks)

/// A plan with fresh memory and the recordings its tasks ask for.
type Bench(plan: NetworkPlan) =
    let count = plan.Groups[0].Count

    let size (neurons: Nullable<EquatableArray<int>>) =
        if neurons.HasValue then neurons.Value.Count else count

    member val Groups = [| for group in plan.Groups -> new GroupState(group) |]

    member val States =
        [|
            for task in plan.Tasks do
                match task with
                | :? RecordState as r -> StateRecording(r.Columns.Count, size r.Neurons)
                | _ -> ()
        |]

    member val Events =
        [|
            for task in plan.Tasks do
                match task with
                | :? RecordEvent as r -> EventRecording(r.Columns.Count, count)
                | _ -> ()
        |]

    member bench.Simulation() =
        Simulation(plan, bench.Groups, bench.States, bench.Events)

    member bench.Run(duration: float) =
        bench.Simulation().Run(0.0, duration)
        bench

let run duration plan = (Bench plan).Run duration

let write (state: GroupState) field (values: float array) = state.WriteField(field, values)
