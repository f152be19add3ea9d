/// Runs: continuing, time steps, networks, scopes, seeds.
module Brian.Tests.Api.RunTests

open Expecto
open Brian
open Brian.Units
open Brian.Script
open Brian.Tests.Sessions

let private tau = 10 * ms
let private leak () = Equations $"dv/dt = (1 - v)/{tau} : 1"

let private spiking (name: string | null) =
    NeuronGroup(1, leak (), threshold = $"v > 0.8", reset = $"v = 0", method = Method.Exact, name = name)

let private noisy count (name: string | null) =
    NeuronGroup(count, Equations $"dv/dt = -v/{tau} + xi*{tau}**-0.5 : 1", method = Method.Euler, name = name)

let private numbers (variable: StateVariable) = variable.Values.SIValues.ToArray()

let private steps =
    testList
        "time"
        [
            testAlone "runs continue where the last one ended" (fun () ->
                let g = spiking null
                let s = SpikeMonitor g
                let m = StateMonitor(g, "v")
                run (20 * ms)
                run (30 * ms)
                allClose 1e-12 "spikes" [| 16.0; 32.1; 48.2 |] (s.Times.In ms)
                Expect.equal m.Count 500 "samples"
                Expect.equal m.Times[200] (20 * ms) "the first sample of the second run")

            testAlone "a run of no time does nothing" (fun () ->
                let g = spiking null
                let m = StateMonitor(g, "v")
                run (0 * ms)
                Expect.equal m.Count 0 "no sample"
                Expect.equal (numbers g["t"]) [| 0.0 |] "at the beginning still")

            testAlone "monitors may join a running simulation" (fun () ->
                let g = spiking null
                run (20 * ms)
                let s = SpikeMonitor g
                let m = StateMonitor(g, "v")
                run (30 * ms)
                allClose 1e-12 "spikes" [| 32.1; 48.2 |] (s.Times.In ms)
                Expect.equal m.Times[0] (20 * ms) "the first sample"
                allClose 1e-12 "rate" [| 2.0 / 0.03 |] (s.Rates.In Hz))

            testAlone "the default time step, a network's and a group's own" (fun () ->
                defaultClock.dt <- 1 * ms
                let byDefault = NeuronGroup(1, leak ())
                let own = NeuronGroup(1, leak (), dt = 0.25 * ms)
                let a = StateMonitor(byDefault, "v")
                let b = StateMonitor(own, "v")
                use network = new Network(byDefault, own, a, b)
                network.Run(2 * ms)
                Expect.equal (a.Count, b.Count) (2, 8) "samples"
                network.Dt <- 0.5 * ms
                network.Run(2 * ms)
                Expect.equal (a.Count, b.Count) (2 + 4, 16) "samples with another step of the network"
                Expect.equal defaultClock.dt (1 * ms) "the default stays"
                Expect.equal network.Dt (0.5 * ms) "the network's step")

            testAlone "the exact solution does not depend on the time step" (fun () ->
                let g = NeuronGroup(1, leak (), method = Method.Exact)
                use network = new Network(g)

                for dt in [ 0.1; 0.5; 1.0; 5.0; 0.25 ] do
                    network.Dt <- dt * ms
                    network.Run(5 * ms)

                allClose 1e-13 "v" [| 1.0 - exp -2.5 |] (numbers g["v"]))

            testAlone "a monitor has a time step of its own" (fun () ->
                let g = NeuronGroup(1, leak ())
                let m = StateMonitor(g, "v", dt = 1 * ms)
                run (5 * ms)
                allClose 1e-12 "times" [| 0.0; 1.0; 2.0; 3.0; 4.0 |] (m.Times.In ms))
        ]

let private networks =
    testList
        "networks"
        [
            testAlone "two networks share nothing" (fun () ->
                let g = spiking "first"
                let h = spiking "second"
                use a = new Network(g)
                use b = new Network(h)
                a.Run(10 * ms)
                b.Run(1 * ms)
                Expect.equal (a.Time, b.Time) (10 * ms, 1 * ms) "their times"

                allClose
                    1e-13
                    "v"
                    [| 1.0 - exp -1.0; 1.0 - exp -0.1 |]
                    [| float g["v"].[0]; float h["v"].[0] |])

            testAlone "objects given to a network are not simulated by run" (fun () ->
                let g = spiking "mine"
                let h = spiking "the script's"
                use network = new Network(g)
                run (10 * ms)
                Expect.equal (float g["v"].[0]) 0.0 "not simulated"
                Expect.isTrue (float h["v"].[0] > 0.5) "simulated"
                network.Run(10 * ms)
                Expect.isTrue (float g["v"].[0] > 0.5) "simulated by its network")

            testAlone "a network takes more objects later" (fun () ->
                let g = spiking null
                use network = new Network(g)
                network.Run(20 * ms)
                let s = SpikeMonitor g
                network.Add s
                network.Run(30 * ms)
                Expect.equal s.Count 2 "spikes since then"
                Expect.hasLength network.Objects 2 "objects")

            testAlone "old and new groups together are refused, and both stay usable" (fun () ->
                let g = NeuronGroup(1, leak (), method = Method.Exact)
                run (10 * ms)
                let h = NeuronGroup(1, leak (), method = Method.Exact)
                mistakeOf (fun () -> run (10 * ms)) |> ignore
                use network = new Network(h)
                network.Run(10 * ms)
                run (10 * ms)
                allClose 1e-13 "v" [| 1.0 - exp -2.0 |] (numbers g["v"])
                Expect.isTrue (float h["v"].[0] > 0.5) "the new one ran in its network")

            testAlone "a network that lacks a group is refused, and its monitor goes on in another" (fun () ->
                let g = spiking null
                let s = SpikeMonitor g
                use without = new Network(s)
                mistakeOf (fun () -> without.Run(10 * ms)) |> ignore
                use network = new Network(g, s)
                network.Run(50 * ms)
                Expect.equal s.Count 3 "spikes")

            testAlone "an empty network is refused, and takes objects afterwards" (fun () ->
                use network = new Network()
                mistakeOf (fun () -> network.Run(1 * ms)) |> ignore
                let g = NeuronGroup(1, leak (), method = Method.Exact)
                network.Add g
                network.Run(10 * ms)
                allClose 1e-13 "v" [| 1.0 - exp -1.0 |] (numbers g["v"]))

            testAlone
                "a time step that does not fit is refused, and the run goes on with the old one"
                (fun () ->
                    let g = NeuronGroup(1, leak (), method = Method.Exact)
                    run (0.3 * ms)
                    defaultClock.dt <- 0.2 * ms
                    mistakeOf (fun () -> run (1 * ms)) |> ignore
                    defaultClock.dt <- 0.1 * ms
                    run (9.7 * ms)
                    allClose 1e-13 "v" [| 1.0 - exp -1.0 |] (numbers g["v"]))

            testAlone "startScope forgets what was made before" (fun () ->
                let g = spiking null
                startScope ()
                let h = spiking null
                run (10 * ms)
                Expect.equal (float g["v"].[0]) 0.0 "forgotten"
                Expect.isTrue (float h["v"].[0] > 0.5) "simulated"
                Expect.equal h.Name "neurongroup" "names begin anew")

            testAlone "an object of the next scope is not mistaken for one of the last" (fun () ->
                let _ = spiking null
                run (10 * ms)
                startScope ()
                let h = spiking null
                run (16.2 * ms)
                Expect.equal (numbers h["t"]) [| 0.0162 |] "from 0 on")

            testAlone "a cell evaluated twice is noted once, by its line" (fun () ->
                let notes =
                    hearing (fun () ->
                        for _ in 1..2 do
                            NeuronGroup(1, leak (), method = Method.Exact, file = "cell.fsx", line = 3)
                            |> ignore

                        run (1 * ms)
                        run (1 * ms))
                    |> snd

                match notes with
                | [ note ] ->
                    Expect.stringContains note "cell.fsx(3)" "the line"
                    Expect.stringContains note "neurongroup, neurongroup_1" "both groups"
                | other -> failtest $"{other.Length} notes: {other}")

            testAlone
                "the chosen method is noted once for each group, with the reasons against the others"
                (fun () ->
                    let _, notes =
                        hearing (fun () ->
                            let _ = NeuronGroup(1, leak (), name = "linear")

                            let _ =
                                NeuronGroup(1, Equations $"dv/dt = (1 - v**2)/{tau} : 1", name = "square")

                            run (1 * ms)
                            run (1 * ms))

                    Expect.hasLength notes 2 "notes"

                    Expect.stringContains
                        notes[0]
                        "No numerical integration method specified for group 'linear', using method 'exact'"
                        "exact"

                    Expect.stringContains notes[1] "using method 'euler'" "euler"
                    Expect.stringContains notes[1] "dv/dt is not linear" "why not exact")

            testAlone
                "a threshold without reset and refractoriness is warned of, an empty reset is not"
                (fun () ->
                    let _, notes =
                        hearing (fun () ->
                            let _ = NeuronGroup(1, leak (), threshold = $"v > 0.8", name = "forgetful")

                            let _ =
                                NeuronGroup(1, leak (), threshold = $"v > 0.8", reset = $"", name = "meant")

                            ())

                    Expect.hasLength notes 1 "notes"
                    Expect.stringContains notes[0] "forgetful" "which group")

            testAlone "a run that is cancelled at once leaves everything as it was" (fun () ->
                let g = NeuronGroup(1, leak (), method = Method.Exact)
                use network = new Network(g)
                network.Run(10 * ms)
                let before = float g["v"].[0]

                Expect.throwsT<System.OperationCanceledException>
                    (fun () -> network.Run(10 * ms, System.Threading.CancellationToken true))
                    "cancelled"

                Expect.equal network.Time (10 * ms) "the time"
                Expect.equal (float g["v"].[0]) before "the state"
                network.Run(10 * ms)
                allClose 1e-13 "v" [| 1.0 - exp -2.0 |] (numbers g["v"]))
        ]

let private final (make: unit -> NeuronGroup) =
    Session.Isolated(fun () ->
        let g = make ()
        g["v"].Set $"rand()"
        run (2 * ms)
        numbers g["v"])

let private seeds =
    testList
        "seeds"
        [
            testAlone "the same seed gives the same numbers, another seed others" (fun () ->
                let with' number =
                    final (fun () ->
                        seed number
                        noisy 20 null)

                Expect.equal (with' 1) (with' 1) "the same"
                Expect.notEqual (with' 1) (with' 2) "others")

            testAlone "without a seed every session has numbers of its own" (fun () ->
                let fresh () = final (fun () -> noisy 20 null)
                Expect.notEqual (fresh ()) (fresh ()) "others")

            testAlone "the noise of a run follows from the seed, not only the initial values" (fun () ->
                let noise number =
                    Session.Isolated(fun () ->
                        seed number
                        let g = noisy 20 null
                        run (1 * ms)
                        numbers g["v"])

                Expect.equal (noise 1) (noise 1) "the same"
                Expect.notEqual (noise 1) (noise 2) "others")

            testAlone "a monitor changes no number" (fun () ->
                let with' monitors =
                    final (fun () ->
                        seed 3
                        let g = noisy 20 null

                        if monitors then
                            StateMonitor(g, "v") |> ignore

                        g)

                Expect.equal (with' false) (with' true) "the same")

            testAlone "another group with a name changes no number" (fun () ->
                let with' other =
                    final (fun () ->
                        seed 3

                        if other then
                            noisy 7 "another" |> ignore

                        noisy 20 null)

                Expect.equal (with' false) (with' true) "the same")

            testAlone "a named group has the same numbers wherever it stands" (fun () ->
                let at place =
                    final (fun () ->
                        seed 3

                        for _ in 1..place do
                            noisy 3 null |> ignore

                        noisy 20 "cells")

                Expect.equal (at 0) (at 2) "the same")

            testAlone "two groups have different numbers, and neurons of one group as well" (fun () ->
                seed 5
                let a = noisy 50 null
                let b = noisy 50 null
                run (1 * ms)
                Expect.notEqual (numbers a["v"]) (numbers b["v"]) "groups"
                Expect.hasLength (Array.distinct (numbers a["v"])) 50 "neurons")

            testAlone "a later seed concerns later groups only" (fun () ->
                let values again =
                    Session.Isolated(fun () ->
                        seed 1
                        let g = noisy 20 null

                        if again then
                            seed 2

                        run (1 * ms)
                        numbers g["v"])

                Expect.equal (values false) (values true) "the same")

            testAlone "a group that could not be made takes no name and no random numbers" (fun () ->
                let with' mistake =
                    final (fun () ->
                        seed 3

                        if mistake then
                            mistakeOf (fun () -> NeuronGroup(0, leak ())) |> ignore

                        let g = noisy 20 null
                        Expect.equal g.Name "neurongroup" "the first name"
                        g)

                Expect.equal (with' false) (with' true) "the same")

            testAlone "startScope keeps the seed and starts counting anew" (fun () ->
                seed 4
                let first = noisy 20 null
                run (1 * ms)
                startScope ()
                let second = noisy 20 null
                run (1 * ms)
                Expect.equal (numbers first["v"]) (numbers second["v"]) "the same script, the same numbers")

            testAlone "one run of 2 ms is two runs of 1 ms, noise included" (fun () ->
                let values durations =
                    Session.Isolated(fun () ->
                        seed 6
                        let g = noisy 20 null

                        for duration in durations do
                            run (duration * ms)

                        numbers g["v"])

                Expect.equal (values [ 2.0 ]) (values [ 1.0; 1.0 ]) "the same")

            testAlone "one noise in two equations is the same noise, two noises are two" (fun () ->
                let g =
                    NeuronGroup(
                        100,
                        Equations
                            $"""
                          da/dt = xi_1*{tau}**-0.5 : 1
                          db/dt = xi_1*{tau}**-0.5 : 1
                          dc/dt = xi_2*{tau}**-0.5 : 1
                          """
                    )

                run (1 * ms)
                Expect.equal (numbers g["a"]) (numbers g["b"]) "the same"
                Expect.notEqual (numbers g["a"]) (numbers g["c"]) "another")
        ]

let tests = testList "Runs" [ steps; networks; seeds ]
