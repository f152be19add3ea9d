/// Runs that stop when a value is NaN or infinite.
module Brian.Tests.Engine.CheckFiniteTests

open System
open Expecto
open Brian.Engine
open Brian.Tests.Engine.LeakyCells

/// As `cells`, with an event for values that are not finite.
let private group count =
    GroupPlan("cells", count, 1UL, (cells count).Fields, array [], array [ "spike"; "not finite" ])

/// Stores a number to field 0 and marks the neurons for which it is not finite.
let private guarded name (write: ProgramBuilder -> int) =
    program name (fun b ->
        let value = write b
        let zero = b.Constant 0.0
        let isFinite = b.Emit(Op.Equal, b.Emit(Op.Multiply, value, zero), zero)
        b.Store(Target.Field, 0, value)
        b.Store(Target.Event, 1, b.Emit(Op.Not, isFinite)))

let private tasks program neuron : TaskPlan list =
    [
        RecordState(Slot.Start, 0, 0, 0, 0, only [ neuron ], array [ vColumn ], null)
        RunProgram(Slot.Groups, 0, 0, 0, program)
        CheckFinite(Slot.Groups, 0, 0, 0, 1, array [ vColumn ])
        watchSpikes
        RunProgram(Slot.Thresholds, 0, 0, 0, threshold)
    ]

/// v grows by the factor in field 1 each step.
let private growth =
    guarded "growth" (fun b -> b.Emit(Op.Multiply, b.Emit(Op.Field, slot = 0), b.Emit(Op.Field, slot = 1)))

let private stopped (simulation: Simulation) duration =
    try
        simulation.Run(0.0, duration)
        failtest "the run was not stopped"
    with :? StateNotFiniteException as found ->
        found

let private grows count neuron (factor: float) =
    let bench = Bench(plan [ dt ] (group count) (tasks growth neuron))
    bench.Groups[0].FillField(0, 1.0)
    bench.Groups[0].FillField(1, 1.0)
    bench.Groups[0].SetField(1, neuron, factor)
    bench

/// The first step after which 1*factor*factor*... is infinite, and the value before it.
let private overflow (factor: float) =
    let values =
        Seq.unfold (fun v -> if Double.IsFinite v then Some(v, v * factor) else None) 1.0 |> Seq.toArray

    values.Length - 1, values[values.Length - 1]

let tests =
    testList
        "finite values"
        [
            for factor in [ 1e10; 1.05; -1e200 ] do
                for count, neuron in [ 1, 0; 8, 7; 20, 9; 1000, 993 ] do
                    test $"growth by {factor} of neuron {neuron} of {count} stops the run in the very step" {
                        let step, last = overflow factor
                        let bench = grows count neuron factor
                        let simulation = bench.Simulation()
                        let found = stopped simulation (float (step + 5000) * dt)

                        Expect.equal
                            (found.Group, found.Field, found.Neuron, found.IsShared)
                            (0, "v", neuron, false)
                            "where"

                        Expect.equal (found.Value, found.Before) (last * factor, last) "values"
                        Expect.equal found.Time (float step * dt) "time"
                        Expect.equal simulation.StoppedAt found.Time "where the run can go on"

                        Expect.equal
                            (bench.Groups[0].GetField(0, neuron))
                            last
                            "the state is that of the step's start"

                        let recorded = bench.States[0].Column(0, 0)
                        Expect.equal recorded.Length step "samples of complete steps only"
                        Expect.equal (Array.last recorded) (last / factor) "the last sample"
                    }

            test "the way back to the step draws the same random numbers" {
                // a random walk with growing steps, 6000 of them
                let walk =
                    guarded "walk" (fun b ->
                        let draw = b.Emit(Op.Gaussian, slot = 3)

                        let grown =
                            b.Emit(Op.Multiply, b.Emit(Op.Field, slot = 0), b.Emit(Op.Field, slot = 1))

                        b.Emit(Op.Add, grown, draw))

                let run checks =
                    let bench = Bench(plan [ dt ] (group 20) (tasks walk 0 |> List.filter checks))
                    bench.Groups[0].FillField(1, 1.12)
                    bench

                let isCheck (task: TaskPlan) = task :? CheckFinite
                let bench = run (fun _ -> true)
                let found = stopped (bench.Simulation()) 0.7
                let unguarded = run (isCheck >> not)
                unguarded.Simulation().Run(0.0, found.Time)
                Expect.isGreaterThan found.Time (4096.0 * dt) "after the first checkpoint"

                Expect.equal
                    (bench.Groups[0].ReadField 0)
                    (unguarded.Groups[0].ReadField 0)
                    "all neurons, to the bit"
            }

            test "lanes without a neuron stop nothing" {
                // log(N - i) is NaN from neuron N + 1 on
                let logarithm =
                    guarded "logarithm" (fun b ->
                        let rest = b.Emit(Op.Subtract, b.Constant 3.0, b.Emit Op.Index)
                        b.Emit(Op.Log, rest))

                let bench = Bench(plan [ dt ] (group 3) (tasks logarithm 0))
                bench.Simulation().Run(0.0, 10.0 * dt)
                Expect.equal (bench.Groups[0].GetField(0, 2)) 0.0 "log 1"
            }

            test "NaN stops as infinity does, and nothing else does" {
                let root =
                    guarded "root" (fun b -> b.Emit(Op.SquareRoot, b.Emit(Op.Field, slot = 1)))

                let run (target: float) =
                    let bench = Bench(plan [ dt ] (group 1) (tasks root 0))
                    bench.Groups[0].SetField(1, 0, target)
                    bench.Simulation()

                Expect.isTrue (Double.IsNaN (stopped (run -1.0) dt).Value) "the root of -1"

                for target in [ 0.0; -0.0; 5e-324; Double.MaxValue ] do
                    (run target).Run(0.0, dt)
            }

            test "a shared field" {
                let group =
                    GroupPlan("cells", 5, 1UL, array [], array [ FieldPlan("clock", 1.0) ], array [])

                let divide =
                    program "divide" (fun b ->
                        let left = b.Emit(Op.Subtract, b.Constant 2.0, b.Emit Op.Step)
                        b.Store(Target.Shared, 0, b.Emit(Op.Divide, b.Constant 1.0, left)))

                let tasks: TaskPlan list =
                    [
                        RunProgram(Slot.BeforeStart, 0, 0, 0, divide)
                        CheckFinite(Slot.BeforeStart, 0, 0, 0, -1, array [ Column(Target.Shared, 0) ])
                    ]

                let found = stopped (Bench(plan [ dt ] group tasks).Simulation()) 1.0
                Expect.equal (found.Field, found.IsShared, found.Before) ("clock", true, 1.0) "1/0 after 1/1"
                Expect.equal found.Time (2.0 * dt) "in the third step"
            }

            test "a check of fields needs the event that marks them" {
                let check event : TaskPlan =
                    CheckFinite(Slot.Groups, 0, 0, 0, event, array [ vColumn ])

                for event in [ -1; 2 ] do
                    Expect.throwsT<PlanException>
                        (fun () -> Bench(plan [ dt ] (group 1) [ check event ]).Simulation() |> ignore)
                        $"event {event}"
            }
        ]
