/// Timed arrays: the sample in force, the values, how they print.
module Brian.Tests.Api.TimedArrayTests

open System
open Expecto
open FsCheck.FSharp
open Brian
open Brian.Units
open Brian.Script
open Brian.Tests.Sessions

let private numbers (group: NeuronGroup) (name: string) = group[name].Values.SIValues.ToArray()

/// Samples 0, 1, 2, ... of one array, in force at multiples of a time step.
let private samplesAt (dt: Quantity) (array: TimedArray) (steps: int64[]) =
    Session.Isolated(fun () ->
        let cells =
            NeuronGroup(steps.Length, Equations $"x = {array}(s) : 1\ns : second", dt = dt)

        cells["s"].Assign(Quantities(Array.map float steps, dt))
        numbers cells "x")

let private count = 100_000

let private counting = Array.init count float

let private grid =
    testList
        "the sample in force"
        [
            Expecto.ExpectoFsCheck.testPropertyWithConfig
                { FsCheckConfig.defaultConfig with maxTest = 60 }
                "is found as from whole numbers, at every time"
                (Prop.forAll
                    (Gen.zip3 (Gen.choose (1, 400)) (Gen.choose (1, 400)) (Gen.elements [ us; ms; 10 * ms ])
                     |> Arb.fromGen)
                    (fun (p, q, unit) ->
                        // a step of p units, samples of q units
                        let array = TimedArray(counting, q * unit)
                        let p, q = int64 p, int64 q

                        let steps =
                            [|
                                for sample in [ 0L; 1L; 2L; 17L; 1000L; 54321L; int64 count - 1L ] do
                                    for around in -2L .. 2L -> max 0L (sample * q / p + around)
                            |]

                        let expected =
                            steps |> Array.map (fun step -> float (min (step * p / q) (int64 count - 1L)))

                        Expect.equal (samplesAt (float p * unit) array steps) expected "samples"))

            testAlone "is the same in a run, where the time is that of the step" (fun () ->
                let array = TimedArray([| 10.0; 20.0; 30.0 |] * nA, 0.3 * ms)
                let cells = NeuronGroup(1, Equations $"I = {array}(t) : amp")
                let trace = StateMonitor(cells, "I")
                run (1.2 * ms)

                allClose
                    1e-15
                    "I"
                    [| 10.0; 10.0; 10.0; 20.0; 20.0; 20.0; 30.0; 30.0; 30.0; 30.0; 30.0; 30.0 |]
                    (trace["I", 0].In nA)

                Expect.equal cells["I"].[0] (30 * nA) "after the end of the array")

            testAlone "each neuron has its column" (fun () ->
                let rows = array2D [ [ 1.0; 2.0; 3.0 ]; [ 10.0; 20.0; 30.0 ] ]
                let byRows = TimedArray(rows, nA, 1 * ms)

                let byNeurons =
                    TimedArray.ForNeurons([ for k in 1.0 .. 3.0 -> [| k; 10.0 * k |] * nA ], 1 * ms)

                for array in [ byRows; byNeurons ] do
                    Session.Isolated(fun () ->
                        let cells =
                            NeuronGroup(
                                3,
                                Equations
                                    $"I = {array}(t, i) : amp\nJ = {array}(t, 2 - i) : amp\nK = {array}(t, 3 - i) : amp"
                            )

                        let trace = StateMonitor(cells, "I")
                        run (1.2 * ms)

                        for neuron in 0..2 do
                            let k = float neuron + 1.0

                            allClose
                                1e-15
                                "I"
                                (Array.append (Array.create 10 k) [| 10.0 * k; 10.0 * k |])
                                (trace["I", neuron].In nA)

                        allClose 1e-15 "J" [| 30e-9; 20e-9; 10e-9 |] (numbers cells "J")
                        allClose 1e-15 "no column 3" [| nan; 30e-9; 20e-9 |] (numbers cells "K")))

            testAlone "a monitor with a time step of its own reads it at its own times" (fun () ->
                let array = TimedArray([| 1.0; 2.0; 3.0 |] * nA, 1 * ms)
                let cells = NeuronGroup(1, Equations $"I = {array}(t) : amp")
                let trace = StateMonitor(cells, "I", dt = 0.5 * ms)
                run (3 * ms)
                allClose 1e-15 "I" [| 1.0; 1.0; 2.0; 2.0; 3.0; 3.0 |] (trace["I", 0].In nA))

            testAlone "a threshold, a reset and a value that is set may use it" (fun () ->
                let level = TimedArray([| 5.0; 1.0 |], 1 * ms)

                let cells =
                    NeuronGroup(
                        1,
                        Equations $"dv/dt = 1/ms : 1",
                        threshold = $"v > {level}(t)",
                        reset = $"v = {level}(t) - 1"
                    )

                cells["v"].Set $"{level}(t)/2"
                let spikes = SpikeMonitor cells
                run (2.2 * ms)
                Expect.isGreaterThan spikes.Count 0 "spikes"

                allClose
                    1e-12
                    "the first spike when the level falls, the next one above 1"
                    [| 1.0; 2.1 |]
                    (spikes.Times.In ms))
        ]

let private values =
    testList
        "values"
        [
            test "are kept with their unit" {
                let array = TimedArray([| 1.0; 2.0; 3.0 |] * nA, 10 * ms, name = "current")
                Expect.equal (array.Name, array.Length, array.Columns) ("current", 3, 1) "sizes"
                Expect.equal array.Dt (10 * ms) "dt"
                Expect.equal array[1] (2 * nA) "a value"
                Expect.equal array.Values ([| 1.0; 2.0; 3.0 |] * nA) "all values"
                Expect.equal (string array) "TimedArray current: 3 values of 10 ms: [1 2 3] nA" "printed"
            }

            test "of each neuron too" {
                let array =
                    TimedArray(array2D [ [ 1.0; 2.0 ]; [ 3.0; 4.0 ]; [ 5.0; 6.0 ] ], mV, 1 * ms)

                Expect.equal (array.Length, array.Columns) (3, 2) "sizes"
                Expect.equal (array.ValuesOf 1) ([| 2.0; 4.0; 6.0 |] * mV) "a column"

                Expect.equal
                    (string array)
                    "TimedArray timedarray: 3 values of 1 ms for each of 2 neurons, the first: [1 3 5] mV"
                    "printed"

                for wrong in
                    [
                        (fun () -> array.ValuesOf 2 |> ignore)
                        (fun () -> array[3] |> ignore)
                        (fun () -> array[-1] |> ignore)
                    ] do
                    Expect.throwsT<ArgumentOutOfRangeException> wrong "not there"
            }

            test "are a copy" {
                let numbers = [| 1.0; 2.0 |]
                let array = TimedArray(numbers, 1 * ms)
                numbers[0] <- 7.0
                Expect.equal array[0] (Quantity 1.0) "unchanged"
            }

            testAlone "names of constants are names in equations" (fun () ->
                let stimulus = TimedArray([| 1.0; 2.0 |] * nA, 1 * ms)
                let tau = 10 * ms

                let equations =
                    Equations.Parse("dI/dt = (stimulus(t) - I)/tau : amp", names (stimulus, tau))

                Expect.stringContains (equations.Explain()) "dI/dt = (stimulus(t) - I)/0.01 : amp" "checked"

                Expect.stringContains
                    (NeuronGroup(1, equations).Explain())
                    "double v6 = stimulus[v5, 0];"
                    "compiled, once for all neurons")
        ]

let tests = testList "timed arrays" [ grid; values ]
