module Brian.Tests.Engine.SimulationTests

open System
open System.Threading
open Brian.Engine
open Brian.Tests.Engine.LeakyCells
open Expecto

let private close (expected: float list) (actual: float array) message =
    Expect.equal actual.Length expected.Length message
    Seq.iter2 (fun e a -> Expect.floatClose { absolute = 1e-8; relative = 0.0 } a e message) expected actual

let private firstSamples = [ 0.0; 0.00995017; 0.01980133; 0.02955447; 0.03921056 ]

let private time =
    testList
        "time"
        [
            test "the first sample is the initial value at t = 0, the last is at T - dt" {
                let trace =
                    (run (0.5 * ms) (plan [ dt ] (cells 1) (watch Slot.Start :: leakyCells))).States[0]

                Expect.equal (trace.Times()) [| for k in 0..4 -> float k * dt |] "times"
                close firstSamples (trace.Column(0, 0)) "values"
            }

            test "a monitor in slot end sees each value one step earlier" {
                let trace =
                    (run (0.4 * ms) (plan [ dt ] (cells 1) (watch Slot.End :: leakyCells))).States[0]

                close firstSamples.Tail (trace.Column(0, 0)) "values"
            }

            test "times are products of step and dt, not sums" {
                let times =
                    (run (1.0 * ms) (plan [ dt ] (cells 1) [ watch Slot.Start ])).States[0].Times()

                Expect.equal times[3] 0.00030000000000000003 "step 3"
                Expect.equal times[6] 0.0006000000000000001 "step 6"
                Expect.equal times[9] 0.0009000000000000001 "step 9"
            }

            testList
                "a run ends at the next step, with a tolerance of 1e-4 dt"
                [
                    for duration, steps in [ 0.2000001, 2; 0.21, 3; 0.25, 3; 0.3, 3; 0.0, 0 ] ->
                        test $"{duration} ms makes {steps} steps" {
                            let trace =
                                (run (duration * ms) (plan [ dt ] (cells 1) [ watch Slot.Start ])).States[0]

                            Expect.equal trace.Count steps "samples"
                        }
                ]

            test "0.25 ms twice makes steps 0 to 4" {
                let bench = Bench(plan [ dt ] (cells 1) [ watch Slot.Start ])
                let simulation = bench.Simulation()
                simulation.Run(0.0, 0.25 * ms)
                Expect.equal simulation.StoppedAt (0.25 * ms) "the asked end, not the clock's"
                simulation.Run(simulation.StoppedAt, 0.5 * ms)
                Expect.equal simulation.Steps 2L "steps of the second run"
                Expect.equal (bench.States[0].Times()) [| for k in 0..4 -> float k * dt |] "times"
            }

            test "clocks of 0.1 and 0.25 ms make 10 and 4 steps in 1 ms" {
                let watch clock : TaskPlan =
                    RecordState(Slot.Start, 0, clock, 0, clock, everyone, array [ vColumn ], null)

                let states =
                    (run (1.0 * ms) (plan [ dt; 0.25 * ms ] (cells 1) [ watch 0; watch 1 ])).States

                Expect.equal (states[0].Times()) [| for k in 0..9 -> float k * dt |] "fast"
                Expect.equal (states[1].Times()) [| for k in 0..3 -> float k * (0.25 * ms) |] "slow"
            }

            test "clocks that meet share one step, ordered by slot" {
                let count =
                    program "count" (fun b ->
                        b.Store(Target.Field, 0, b.Emit(Op.Add, b.Emit(Op.Field, slot = 0), b.Constant 1.0)))

                let watch slot recording : TaskPlan =
                    RecordState(slot, 0, 0, 0, recording, everyone, array [ vColumn ], null)

                let tasks =
                    [ watch Slot.End 0; RunProgram(Slot.Groups, 0, 1, 0, count); watch Slot.Start 1 ]

                let states = (run (0.7 * ms) (plan [ dt; 0.3 * ms ] (cells 1) tasks)).States
                Expect.equal (states[0].Column(0, 0)) [| 1; 1; 1; 2; 2; 2; 3 |] "at the end of the step"
                Expect.equal (states[1].Column(0, 0)) [| 0; 1; 1; 1; 2; 2; 2 |] "at its start"
            }

            test "progress ends with 1" {
                let seen = ResizeArray<float>()

                let progress =
                    { new IProgress<float> with
                        member _.Report part = seen.Add part
                    }

                (Bench(plan [ dt ] (cells 1) leakyCells)).Simulation().Run(0.0, 1.0 * ms, progress)
                Expect.equal (Seq.last seen) 1.0 "done"
            }

            test "a time that is not a number is refused" {
                let simulation = (Bench(plan [ dt ] (cells 1) [])).Simulation()

                for start, stop in [ 0.0, nan; nan, 1.0; 0.0, infinity; -1.0, 0.0; 1.0, 0.5 ] do
                    Expect.throwsT<ArgumentOutOfRangeException>
                        (fun () -> simulation.Run(start, stop))
                        $"{start}, {stop}"
            }
        ]

let private spikes =
    testList
        "spikes"
        [
            test "a leaky cell with threshold 0.8 spikes at 16, 32.1 and 48.2 ms" {
                let spikes =
                    (run (50.0 * ms) (plan [ dt ] (cells 1) (watchSpikes :: leakyCells))).Events[0]

                Expect.equal (spikes.Times()) [| 0.016; 0.032100000000000004; 0.0482 |] "times"
                Expect.equal (spikes.Neurons()) [| 0; 0; 0 |] "neurons"
            }

            test "the value above threshold is seen after thresholds, never at the start" {
                let greatest slot =
                    (run (50.0 * ms) (plan [ dt ] (cells 1) (watch slot :: leakyCells)))
                        .States[0].Column(0, 0)
                    |> Array.max

                Expect.isLessThan (greatest Slot.Start) 0.8 "start"

                Expect.floatClose
                    Accuracy.medium
                    (greatest Slot.AfterThresholds)
                    0.80011239
                    "after thresholds"
            }

            test "columns of a spike hold values before the reset" {
                let columns = array [ vColumn; Column(Target.Output, 0) ]

                let watch: TaskPlan =
                    RecordEvent(Slot.Thresholds, 1, 0, 0, 0, 0, everyone, columns, twice)

                let spikes =
                    (run (50.0 * ms) (plan [ dt ] (cells 3) (watch :: leakyCells))).Events[0]

                Expect.equal spikes.Count 9 "three of each"
                Expect.all (spikes.Column 0) (fun v -> v > 0.8) "v"
                Expect.equal (spikes.Column 1) (spikes.Column 0 |> Array.map ((*) 2.0)) "2*v"
            }

            test "only neurons that exist spike, in ascending order, at most once a step" {
                let tasks = [ watchSpikes; RunProgram(Slot.Thresholds, 0, 0, 0, always) ]

                for n in [ 1; 7; 8; 9; 16; 17; 100; 130 ] do
                    let spikes = (run (0.2 * ms) (plan [ dt ] (cells n) tasks)).Events[0]

                    Expect.equal
                        (spikes.Neurons())
                        (Array.append [| 0 .. n - 1 |] [| 0 .. n - 1 |])
                        $"{n} neurons"

                    Expect.equal (spikes.Counts()) (Array.create n 2) $"counts of {n}"
            }

            test "a recording of chosen neurons has their spikes only" {
                let watch: TaskPlan =
                    RecordEvent(Slot.Thresholds, 1, 0, 0, 0, 0, only [ 9; 2 ], array [], null)

                let spikes =
                    (run (20.0 * ms) (plan [ dt ] (cells 20) (watch :: leakyCells))).Events[0]

                Expect.equal (spikes.Neurons()) [| 2; 9 |] "neurons"
                Expect.equal (Array.sum (spikes.Counts())) 2 "counts"
            }

            test "a program on an event does what it does when run for everyone" {
                let final onEvent =
                    let tasks: TaskPlan list =
                        RunProgram(Slot.Resets, 0, 0, 0, reset, onEvent) :: leakyCells.Tail

                    use state = new GroupState(cells 200)
                    write state 1 (Array.init 200 (fun i -> 0.7 + float i / 100.0))
                    Simulation(plan [ dt ] (cells 200) tasks, [ state ], [], []).Run(0.0, 30.0 * ms)
                    state.ReadField 0

                Expect.equal (final 0) (final -1) "v"
            }

            test "an event is over when its step is" {
                let seen =
                    program "seen" (fun b ->
                        let spiked = b.Emit(Op.Occurred, slot = 0)
                        b.Store(Target.Output, 0, b.Emit(Op.Select, spiked, b.Constant 1.0, b.Constant 0.0)))

                let watch slot clock recording : TaskPlan =
                    RecordState(
                        slot,
                        0,
                        clock,
                        0,
                        recording,
                        everyone,
                        array [ Column(Target.Output, 0) ],
                        seen
                    )


                let tasks =
                    [
                        watch Slot.Start 0 0
                        watch Slot.End 0 1
                        watch Slot.End 1 2
                        RunProgram(Slot.Thresholds, 0, 0, 0, always)
                    ]

                let states = (run (0.4 * ms) (plan [ dt; 0.5 * dt ] (cells 3) tasks)).States
                Expect.equal (states[0].Column(0, 1)) [| 0; 0; 0; 0 |] "before the threshold"
                Expect.equal (states[1].Column(0, 1)) [| 1; 1; 1; 1 |] "after it"

                Expect.equal
                    (states[2].Column(0, 1))
                    [| 1; 0; 1; 0; 1; 0; 1; 0 |]
                    "by a clock with steps between"
            }

            test "a neuron does the same whatever the number of others" {
                let noisy =
                    program "noise" (fun b ->
                        let index = b.Emit(Op.Multiply, b.Emit(Op.Index), b.Constant 0.01)
                        b.Store(Target.Field, 1, b.Emit(Op.Add, index, b.Emit(Op.Uniform, slot = 0))))

                let tasks =
                    watch Slot.Start :: watchSpikes :: RunProgram(Slot.Groups, -1, 0, 0, noisy) :: leakyCells

                let all = run (40.0 * ms) (plan [ dt ] (cells 100) tasks)

                let events (recording: EventRecording) =
                    Array.zip (recording.Neurons()) (recording.Times())

                for n in [ 1; 7; 8; 9; 17; 100 ] do
                    let some = run (40.0 * ms) (plan [ dt ] (cells n) tasks)

                    for neuron in 0 .. n - 1 do
                        Expect.equal
                            (some.States[0].Column(0, neuron))
                            (all.States[0].Column(0, neuron))
                            $"neuron {neuron} of {n}"

                    Expect.equal
                        (events some.Events[0])
                        (events all.Events[0] |> Array.filter (fun (neuron, _) -> neuron < n))
                        $"spikes of {n}"
            }
        ]

/// A simulation of one neuron that records its state and spikes in every step, and does something else in between.
let private interruptedBy (act: int64 -> unit) =
    let nothing = program "interruption" ignore

    let tasks: TaskPlan list =
        [ watch Slot.Start; watchSpikes; RunProgram(Slot.Thresholds, 0, 0, 0, always) ]

    let plan = plan [ dt ] (cells 1) (RunProgram(Slot.End, 0, 0, 0, nothing) :: tasks)
    let bench = Bench plan

    let interruption =
        { new IKernel with
            member _.Run(arguments, _, _) = act arguments.Step
        }

    let compile program =
        if program = nothing then interruption else Kernels.Compile program

    bench, Simulation(plan, bench.Groups, bench.States, bench.Events, Func<_, _> compile)

let private interruptions =
    testList
        "interruptions"
        [
            test "a cancelled run keeps what it recorded and continues where it stopped" {
                use source = new CancellationTokenSource()

                let bench, simulation =
                    interruptedBy (fun step ->
                        if step = 36L then
                            source.Cancel())

                Expect.throwsT<OperationCanceledException>
                    (fun () -> simulation.Run(0.0, 1.0, null, source.Token))
                    "cancelled"

                Expect.equal simulation.Steps 37L "steps"
                Expect.equal simulation.StoppedAt (37.0 * dt) "time"
                Expect.equal bench.States[0].Count 37 "samples"
                simulation.Run(simulation.StoppedAt, 50.0 * dt)
                Expect.equal (bench.Events[0].Times()) [| for k in 0..49 -> float k * dt |] "spikes"
            }

            test "a step that fails leaves nothing in the recordings" {
                let mutable failing = true

                let bench, simulation =
                    interruptedBy (fun step ->
                        if failing && step = 5L then
                            failwith "step 5")

                Expect.throwsT<Exception> (fun () -> simulation.Run(0.0, 1.0 * ms)) "the exception arrives"
                Expect.equal (simulation.Steps, simulation.StoppedAt) (5L, 5.0 * dt) "stopped"
                Expect.equal (bench.States[0].Count, bench.Events[0].Count) (5, 5) "recorded"
                failing <- false
                simulation.Run(simulation.StoppedAt, 1.0 * ms)
                let times = [| for k in 0..9 -> float k * dt |]
                Expect.equal (bench.States[0].Times()) times "samples"
                Expect.equal (bench.Events[0].Times()) times "spikes"
            }
        ]

let private example =
    test "the example in the documentation of Simulation" {
        let update, threshold, reset =
            ProgramBuilder "update", ProgramBuilder "threshold", ProgramBuilder "reset"

        let decay = exp (-0.1 / 10.0)
        let kept = update.Constant decay
        let gained = update.Constant(1.0 - decay)
        update.Store(Target.Field, 0, update.Emit(Op.MultiplyAdd, update.Emit Op.Field, kept, gained))

        threshold.Store(
            Target.Event,
            0,
            threshold.Emit(Op.Less, threshold.Constant 0.8, threshold.Emit Op.Field)
        )

        let v = reset.Emit Op.Field
        reset.Store(Target.Field, 0, reset.Emit(Op.Select, reset.Emit Op.Occurred, reset.Constant 0.0, v))

        let cells =
            GroupPlan("cells", 1, 0UL, array [ FieldPlan("v", 0.0) ], array [], array [ "spike" ])

        let tasks: TaskPlan list =
            [
                RunProgram(Slot.Groups, 0, 0, 0, update.Build())
                RunProgram(Slot.Thresholds, 0, 0, 0, threshold.Build())
                RecordEvent(Slot.Thresholds, 1, 0, 0, 0, 0, everyone, array [], null)
                RunProgram(Slot.Resets, 0, 0, 0, reset.Build(), 0)
            ]

        use state = new GroupState(cells)
        let spikes = EventRecording(0, 1)
        let plan = NetworkPlan(1UL, array [ 0.1e-3 ], array [ cells ], array tasks)
        Simulation(plan, [ state ], [], [ spikes ]).Run(0.0, 50e-3)
        Expect.equal (spikes.Times()) [| 0.016; 0.032100000000000004; 0.0482 |] "spikes"
    }

let tests = testList "simulation" [ example; time; spikes; interruptions ]
