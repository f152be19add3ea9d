/// Monitors, refractoriness, and how everything shows itself.
module Brian.Tests.Api.RecordingTests

open Expecto
open Brian
open Brian.Engine
open Brian.Units
open Brian.Script
open Brian.Tests.Sessions

let private tau = 10 * ms

let private spiking count =
    NeuronGroup(
        count,
        Equations
            $"""
            dv/dt = (v0 - v)/{tau} : 1
            v0 : 1
            n : integer
            twice = 2*v : 1
            """,
        threshold = $"v > 0.8",
        reset = $"v = 0; n += 1",
        method = Method.Exact
    )

let private monitors =
    testList
        "monitors"
        [
            testAlone "several variables, chosen neurons, subexpressions among them" (fun () ->
                let g = spiking 4
                g["v0"].Set $"i"
                let m = StateMonitor(g, [ "v"; "twice"; "n"; "i"; "t" ], record = [ 3; 1 ])
                run (1 * ms)
                Expect.sequenceEqual m.Neurons [ 3; 1 ] "neurons"
                let v = m["v", 3].ToArray()
                allClose 1e-14 "twice" (v |> Array.map ((*) 2.0)) (m["twice", 3].ToArray())
                allClose 1e-13 "v" [| for k in 0..9 -> 3.0 * (1.0 - exp (-0.01 * float k)) |] v
                Expect.equal (m["i", 1].ToArray()) (Array.create 10 1.0) "the index"
                Expect.equal (m["t", 1].SIValues.ToArray()) (m.Times.SIValues.ToArray()) "the time"
                let rows = m["v"]
                Expect.hasLength rows 2 "one row for each recorded neuron"
                Expect.equal (rows[0].ToArray()) v "rows in the order recorded")

            testAlone "slots of a step: before and after the update, after the reset" (fun () ->
                let g = spiking 1
                g["v0"].Fill(Quantity 1.0)
                g["v"].Fill(Quantity 0.799)
                let at slot = StateMonitor(g, "v", slot = slot)
                let start, groups, resets = at Slot.Start, at Slot.AfterGroups, at Slot.End
                let s = SpikeMonitor(g, variables = [ "v"; "n" ])
                run (0.2 * ms)
                let updated = 1.0 - 0.201 * exp -0.01
                allClose 1e-14 "start" [| 0.799; 0.0 |] (start["v", 0].ToArray())
                allClose 1e-14 "after the update" [| updated; 1.0 - exp -0.01 |] (groups["v", 0].ToArray())
                allClose 1e-14 "after the reset" [| 0.0; 1.0 - exp -0.01 |] (resets["v", 0].ToArray())
                allClose 1e-14 "at the spike, before the reset" [| updated |] (s["v"].ToArray())
                Expect.equal (s["n"].ToArray()) [| 0.0 |] "counted afterwards")

            testAlone "spike trains, counts and rates of each neuron" (fun () ->
                let g = spiking 3
                g["v0"].Assign [ 0.5; 1.0; 2.0 ]
                let s = SpikeMonitor g
                run (50 * ms)
                Expect.equal s.Counts[0] 0 "a weak drive"
                Expect.equal s.Count (Seq.sum s.Counts) "all spikes"
                allClose 1e-12 "the train of neuron 1" [| 16.0; 32.1; 48.2 |] (s.Trains[1].In ms)
                Expect.equal s.Trains[0].Count 0 "an empty train"

                let trains =
                    s.Trains
                    |> Seq.mapi (fun i train -> [| for t in train.SIValues.ToArray() -> t, i |])
                    |> Seq.concat
                    |> Seq.sort

                Expect.sequenceEqual
                    trains
                    (Seq.zip (s.Times.SIValues.ToArray()) s.Indices)
                    "together all spikes in order"

                allClose 1e-12 "rates" [| for c in s.Counts -> float c / 0.05 |] (s.Rates.In Hz))

            testAlone "a spike monitor may record some neurons only" (fun () ->
                let g = spiking 3
                g["v0"].Assign [ 2.0; 1.0; 2.0 ]
                let s = SpikeMonitor(g, record = [ 1 ])
                run (50 * ms)
                Expect.all s.Indices ((=) 1) "neuron 1"
                Expect.equal s.Count 3 "its spikes")

            testAlone "rates before the first run are no numbers" (fun () ->
                let s = SpikeMonitor(spiking 1)
                Expect.isTrue (System.Double.IsNaN(Array.head (s.Rates.SIValues.ToArray()))) "NaN")

            testAlone "constant over dt is computed once for each step and drawn once" (fun () ->
                let g =
                    NeuronGroup(
                        50,
                        Equations
                            $"""
                          dv/dt = (r - v)/{tau} : 1
                          r = rand() : 1 (constant over dt)
                          same = r - r : 1
                          """
                    )

                let m = StateMonitor(g, [ "r"; "same" ])
                let late = StateMonitor(g, "r", slot = Slot.End)
                run (2 * ms)
                Expect.equal g.MethodName "exact" "constant within the step"
                let all = m["r"] |> Seq.collect _.ToArray() |> Seq.toArray
                Expect.hasLength (Array.distinct all) 1000 "another draw for each neuron and step"
                Expect.all (m["same"] |> Seq.collect _.ToArray()) ((=) 0.0) "every use is the same draw"
                Expect.equal (m["r", 7].ToArray()) (late["r", 7].ToArray()) "from start to end of a step")

            testAlone "a shared subexpression that draws is the same for all neurons" (fun () ->
                let g =
                    NeuronGroup(
                        9,
                        Equations $"dv/dt = (r - v)/{tau} : 1\nr = rand() : 1 (shared, constant over dt)"
                    )

                let m = StateMonitor(g, "v")
                run (1 * ms)
                let last = m["v"] |> Seq.map (fun row -> row[9].SIValue) |> Seq.distinct
                Expect.hasLength last 1 "one value"
                Expect.isGreaterThan (Seq.head last) 0.0 "and drawn")
        ]

let private refractoriness =
    let drifting () =
        Equations $"dv/dt = 1/ms : 1 (unless refractory)"

    testList
        "refractoriness"
        [
            testAlone
                "a random period is drawn once for each spike: its mean is 2.0 ms for (1 + 2*rand())*ms"
                (fun () ->
                    seed 1

                    let g =
                        NeuronGroup(
                            200,
                            drifting (),
                            threshold = $"v > 0.95",
                            reset = $"v = 0",
                            refractoryTime = $"(1 + 2*rand())*ms",
                            method = Method.Exact
                        )

                    let s = SpikeMonitor g
                    run (200 * ms)

                    let intervals =
                        s.Trains
                        |> Seq.collect (fun train ->
                            train.In ms |> Array.pairwise |> Array.map (fun (a, b) -> b - a))
                        |> Seq.toArray
                    // v passes 0.95 in the tenth step after the period: 1.0 ms more, and a period is cut to whole steps: 0.05 ms less
                    let mean = Array.average intervals

                    Expect.floatClose
                        { absolute = 0.02; relative = 0.0 }
                        mean
                        (2.0 - 0.05 + 0.9)
                        "the mean interval"

                    let sd = sqrt (intervals |> Array.averageBy (fun x -> (x - mean) ** 2.0))

                    Expect.floatClose
                        { absolute = 0.02; relative = 0.0 }
                        sd
                        (2.0 / sqrt 12.0)
                        "a uniform spread over 2 ms")

            testAlone "a period is computed after the reset" (fun () ->
                let g =
                    NeuronGroup(
                        1,
                        Equations $"pause : second",
                        threshold = $"True",
                        reset = $"pause += 1*ms",
                        refractoryTime = $"pause"
                    )

                let s = SpikeMonitor g
                run (7 * ms)
                allClose 1e-12 "spikes" [| 0.0; 1.0; 3.0; 6.0 |] (s.Times.In ms))

            testAlone "the flag without a period changes nothing" (fun () ->
                let g = NeuronGroup(1, drifting (), threshold = $"v > 0.95", reset = $"v = 0")
                let s = SpikeMonitor g
                run (3.05 * ms)
                allClose 1e-12 "spikes" [| 0.9; 1.9; 2.9 |] (s.Times.In ms))

            testAlone "refractoriness without a threshold is allowed and never begins" (fun () ->
                let g = NeuronGroup(1, drifting (), refractory = 5 * ms)
                run (1 * ms)
                Expect.floatClose Accuracy.high (float g["v"].[0]) 1.0 "v"
                Expect.equal g["lastspike"].[0] (-1e4 * second) "no spike yet")

            testAlone "an endless period lets every neuron spike once" (fun () ->
                let g =
                    NeuronGroup(
                        2,
                        drifting (),
                        threshold = $"v > 0.95",
                        reset = $"v = 0",
                        refractoryTime = $"inf*second"
                    )

                let s = SpikeMonitor g
                run (10 * ms)
                Expect.sequenceEqual s.Counts [ 1; 1 ] "once")
        ]

let private texts =
    testList
        "as text"
        [
            testAlone
                "groups, variables, monitors, networks, methods and the clock say what they are"
                (fun () ->
                    let g =
                        NeuronGroup(
                            2,
                            Equations $"dv/dt = -v/{tau} : volt (unless refractory)\nw : 1",
                            threshold = $"v > 1*mV",
                            reset = $"v = 0*mV",
                            refractory = 5 * ms,
                            name = "cells"
                        )

                    g["v"].Assign([| 1.0; 2.0 |] * mV)
                    let m = StateMonitor(g, [ "v"; "w" ], record = [ 0 ])
                    let s = SpikeMonitor g
                    use network = new Network(g, m, s)
                    network.Run(1 * ms)

                    Expect.equal
                        (string g)
                        "NeuronGroup cells: 2 neurons, method exact\n  dv/dt = -v/{10 ms} : volt (unless refractory)\n  w : 1\n  threshold: v > 1*mV\n  reset: v = 0*mV\n  refractory: 5 ms"
                        "the group"

                    g["v"].Assign([| 1.0; 2.0 |] * mV)
                    Expect.equal (string g["v"]) "cells[\"v\"] = [1 2] mV" "the variable"

                    Expect.equal
                        (string m)
                        "StateMonitor statemonitor: v, w of 1 neuron of cells, 10 samples"
                        "the state monitor"

                    Expect.equal
                        (string s)
                        "SpikeMonitor spikemonitor: 1 spike of 2 neurons of cells"
                        "the spike monitor"

                    Expect.equal
                        (string network)
                        "Network at 1 ms: cells, statemonitor, spikemonitor"
                        "the network"

                    Expect.equal
                        (string Method.Exact)
                        "exact (closed-form solution of linear equations)"
                        "the method"

                    Expect.equal (string defaultClock) "defaultClock: dt = 100 us" "the clock"

                    Expect.equal
                        (string g.Equations)
                        "dv/dt = -v/{10 ms} : volt (unless refractory)\nw : 1"
                        "the equations")

            testAlone "F# Interactive shows them the same way" (fun () ->
                let g = NeuronGroup(1, Equations $"v : 1", name = "cells")
                Expect.equal $"%A{g}" "NeuronGroup cells: 1 neuron, method none\n  v : 1" "a group"
                Expect.equal $"%A{g.Equations}" "v : 1" "equations"
                let v = g["v"]
                Expect.equal $"%A{v}" "cells[\"v\"] = [0]" "a variable")

            testAlone "Explain shows every format of a model" (fun () ->
                let equations = Equations $"dv/dt = (v0 - v)/{tau} : 1\nv0 : 1"
                let text = equations.Explain()

                for part in [ "dv/dt"; "in SI units"; "0.01"; "exact"; "exp" ] do
                    Expect.stringContains text part "equations"

                let g = NeuronGroup(1, equations, threshold = $"v > 0.8", reset = $"v = 0")
                let text = g.Explain()

                for part in [ "threshold"; "reset"; "state update" ] do
                    Expect.stringContains text part "a group"

                use network = new Network(g)
                Expect.stringContains (network.Explain()) "threshold" "a network")

            testAlone "Explain says why a method was passed over" (fun () ->
                let text = (Equations $"dv/dt = (1 - v**2)/{tau} : 1").Explain()
                Expect.stringContains text "euler" "the method"
                Expect.stringContains text "not linear" "the reason")
        ]

let tests = testList "Recording" [ monitors; refractoriness; texts ]
