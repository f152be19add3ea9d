module Brian.Tests.Engine.MemoryTests

open System
open Brian.Engine
open Brian.Tests.Engine.LeakyCells
open Expecto

let private groups =
    testList
        "groups"
        [
            test "a field is read as written, and starts with its initial value" {
                for n in [ 1; 7; 8; 9; 17 ] do
                    use state = new GroupState(cells n)
                    Expect.equal (state.ReadField 1) (Array.create n 1.0) "initial"
                    let values = [| for i in 1..n -> float i |]
                    state.WriteField(1, values)
                    state.SetField(0, n - 1, 0.5)
                    Expect.equal (state.ReadField 1) values "written"
                    Expect.equal (state.GetField(1, n - 1)) (float n) "one of them"

                    Expect.equal
                        (state.ReadField 0)
                        [| for i in 1..n -> if i = n then 0.5 else 0.0 |]
                        "the other field"

                    state.FillField(1, 7.0)
                    Expect.equal (state.ReadField 1) (Array.create n 7.0) "filled"
            }

            test "a state returns to its snapshot" {
                use state = new GroupState(cells 9)
                write state 0 (Array.init 9 (fun i -> float i))
                let snapshot = state.Save()
                state.FillField(0, 0.0)
                state.Restore snapshot
                Expect.equal (state.ReadField 0) (Array.init 9 (fun i -> float i)) "v"
            }

            test "places that do not exist are refused" {
                use state = new GroupState(cells 9)

                for wrong in
                    [
                        fun () -> state.GetField(2, 0) |> ignore
                        fun () -> state.GetField(0, 9) |> ignore
                        fun () -> state.SetField(0, -1, 0.0)
                        fun () -> state.GetShared 0 |> ignore
                    ] do
                    Expect.throwsT<ArgumentOutOfRangeException> wrong "index"

                Expect.throwsT<ArgumentException>
                    (fun () -> write state 0 (Array.create 8 1.0))
                    "too few values"
            }

            test "a disposed state throws, also inside a simulation" {
                let bench = Bench(plan [ dt ] (cells 9) leakyCells)
                let simulation = bench.Simulation()
                bench.Groups[0].Dispose()

                Expect.throwsT<ObjectDisposedException>
                    (fun () -> bench.Groups[0].ReadField 0 |> ignore)
                    "reading"

                Expect.throwsT<ObjectDisposedException> (fun () -> simulation.Run(0.0, dt)) "running"
            }

            test "a program applied once changes the state, evaluated once it does not" {
                use state = new GroupState(cells 9)

                let square =
                    program "v = i*i" (fun b ->
                        let i = b.Emit Op.Index
                        b.Store(Target.Field, 0, b.Emit(Op.Multiply, i, i)))

                Once.Apply(state, square, 1UL, 0L, 0.0)
                Expect.equal (state.ReadField 0) [| for i in 0.0 .. 8.0 -> i * i |] "v"
                let columns = Once.Evaluate(state, twice, 1UL, 0L, 0.0)
                Expect.equal columns [| [| for i in 0.0 .. 8.0 -> 2.0 * i * i |] |] "2*v"
                Expect.equal (state.ReadField 0) [| for i in 0.0 .. 8.0 -> i * i |] "v as before"
            }

            test "a shared field takes the value of one evaluation and is recorded for every neuron" {
                let group =
                    GroupPlan("cells", 9, 1UL, array [], array [ FieldPlan("clock", -1) ], array [])

                let read = program "clock = t" (fun b -> b.Store(Target.Shared, 0, b.Emit Op.Time))

                let tasks: TaskPlan list =
                    [
                        RunProgram(Slot.Groups, 0, 0, 0, read)
                        RecordState(
                            Slot.Start,
                            0,
                            0,
                            0,
                            0,
                            everyone,
                            array [ Column(Target.Shared, 0) ],
                            null
                        )
                    ]

                let bench = run (3.0 * dt) (plan [ dt ] group tasks)
                Expect.equal (bench.States[0].Column(0, 8)) [| -1.0; 0.0; dt |] "recorded"
                Expect.equal (bench.Groups[0].GetShared 0) (2.0 * dt) "at the end"
            }
        ]

let private recordings =
    testList
        "recordings"
        [
            test "chosen neurons are recorded as they are among all, in the order asked" {
                let chosen = [ 98; 3; 4; 17 ]
                let columns = array [ vColumn; Column(Target.Output, 0) ]

                let watch neurons recording : TaskPlan =
                    RecordState(Slot.Start, 0, 0, 0, recording, neurons, columns, twice)

                let bench =
                    Bench(plan [ dt ] (cells 100) (watch everyone 0 :: watch (only chosen) 1 :: leakyCells))

                write bench.Groups[0] 1 (Array.init 100 (fun i -> float i / 50.0))
                let states = (bench.Run(20.0 * ms)).States

                for column in 0..1 do
                    for position, neuron in List.indexed chosen do
                        Expect.equal
                            (states[1].Column(column, position))
                            (states[0].Column(column, neuron))
                            $"{neuron}"

                    let sample = states[0].Sample(column, 150)
                    Expect.equal (states[1].Sample(column, 150)) [| for i in chosen -> sample[i] |] "sample"
            }

            test "two runs with two simulations are one long run" {
                let plan = plan [ dt ] (cells 20) (watch Slot.Start :: watchSpikes :: leakyCells)
                let long = run (40.0 * ms) plan
                let parts = Bench plan
                parts.Simulation().Run(0.0, 16.05 * ms)
                parts.Simulation().Run(16.05 * ms, 40.0 * ms)
                Expect.equal (parts.States[0].Times()) (long.States[0].Times()) "times of samples"
                Expect.equal (parts.States[0].Column(0, 19)) (long.States[0].Column(0, 19)) "samples"
                Expect.equal (parts.Events[0].Times()) (long.Events[0].Times()) "times of spikes"
                Expect.equal (parts.Events[0].Neurons()) (long.Events[0].Neurons()) "spikes"
            }

            test "many spikes are kept in order" {
                let watch: TaskPlan =
                    RecordEvent(
                        Slot.Thresholds,
                        1,
                        0,
                        0,
                        0,
                        0,
                        everyone,
                        array [ Column(Target.Output, 0) ],
                        index
                    )

                let spikes =
                    (run
                        (100.0 * ms)
                        (plan [ dt ] (cells 100) [ watch; RunProgram(Slot.Thresholds, 0, 0, 0, always) ]))
                        .Events[0]

                Expect.equal (spikes.Neurons()) [| for k in 0..99_999 -> k % 100 |] "neurons"
                Expect.equal (spikes.Times()) [| for k in 0..99_999 -> float (k / 100) * dt |] "times"
                Expect.equal (spikes.Column 0) [| for k in 0..99_999 -> float (k % 100) |] "column"
            }
        ]

let private allocation =
    testSequenced
    <| testList
        "allocation"
        [
            let allocated (bench: Bench) duration =
                let simulation = bench.Simulation()
                simulation.Run(0.0, dt)
                let before = GC.GetAllocatedBytesForCurrentThread()
                simulation.Run(dt, duration)
                GC.GetAllocatedBytesForCurrentThread() - before

            test "no step allocates" {
                let silent () =
                    let bench = Bench(plan [ dt ] (cells 100) (watchSpikes :: leakyCells))
                    bench.Groups[0].FillField(1, 0.5)
                    bench

                Expect.equal
                    (allocated (silent ()) 1.0)
                    (allocated (silent ()) (10.0 * ms))
                    "10,000 steps as 100"
            }

            test "a state recording takes the memory of its samples" {
                let bench = Bench(plan [ dt ] (cells 100) (watch Slot.Start :: leakyCells))
                let bytes = allocated bench 1.0
                Expect.isLessThan (float bytes) (1.02 * 8.0 * 100.0 * 10_000.0) "bytes"
                Expect.equal bench.States[0].Count 10_000 "samples"
            }

            test "many short runs do not cost much more than one long run" {
                let recording = StateRecording(1, 1)
                let before = GC.GetAllocatedBytesForCurrentThread()

                for step in 0L .. 9999L do
                    recording.Expect 1L
                    recording.Append(step, dt).Clear()

                let bytes = GC.GetAllocatedBytesForCurrentThread() - before
                Expect.equal recording.Count 10_000 "samples"
                Expect.isLessThan (float bytes) (1.2 * 8.0 * 10_000.0) "bytes"
            }
        ]

let tests = testList "memory" [ groups; recordings; allocation ]
