/// Coefficients of coupled and forced equations that change during a run.
module Brian.Tests.Integration.ChangingCoefficientTests

open System
open Expecto
open Brian
open Brian.Engine
open Brian.Lowering
open Brian.Tests.Sessions
open Brian.Tests.Recorded.Recorded
open Brian.Tests.Integration

let private dt = 1e-4
let private count = 19

let private step (network: Network) = network.Run(seconds dt)

let private put (cells: NeuronGroup) name (xs: float[]) =
    let variable = cells[name]
    variable.Assign(Quantities.Wrap(xs, variable.Dimension))

let private group reset (text: string) =
    NeuronGroup(
        count,
        Equations.Parse text,
        threshold = plainText "rand() < 0.3",
        reset = plainText reset,
        refractory = seconds 3e-4,
        method = Method.Exact,
        name = "cells"
    )

/// Equations, of which the reset changes the parameters tau and k, and how far the two ways may differ: matrix exponentials
/// agree to the bit, closed forms in the kernel to rounding.
let private systems =
    [
        "a cascade", "dv/dt = (g - v)/tau : 1\ndg/dt = (0.5 - g)/(3*ms) : 1", 0.0
        "a cascade of decays", "dv/dt = (g + 3 - v)/tau : 1\ndg/dt = -g/(3*ms) : 1", 1e-14
        "a pair that is frozen while refractory",
        "dv/dt = (g - v)/tau : 1 (unless refractory)\ndg/dt = (k*v - g)/(3*ms) : 1",
        1e-13
        "a condition on refractoriness",
        "dv/dt = (g - v)/tau*(1 + int(not_refractory)) : 1\ndg/dt = (v - g)/tau : 1",
        0.0
        "a forced equation", "dv/dt = (sin(2*pi*100*Hz*t) - v)/tau : 1\ndg/dt = 0*Hz : 1", 0.0
        "a frequency of forcing", "dv/dt = (cos(k*t/ms) - v)/(3*ms) : 1\ndg/dt = 0*Hz : 1", 0.0
        "noise with factors that change",
        "dv/dt = (g - v)/tau + k*xi/second**0.5 : 1\ndg/dt = -g/(3*ms) : 1",
        0.0
        "one noise in two equations",
        "dv/dt = (g - v)/tau + k*xi_c/second**0.5 : 1\ndg/dt = -g/ms + xi_c/second**0.5 : 1",
        0.0
    ]

let private parameters = "\ntau : second\nk : 1"

/// Runs work with a group of its own in a session of its own, all with the same random numbers.
let private prepared reset text =
    Script.seed 5
    let cells = group reset (text + parameters)
    put cells "tau" [| for i in 0 .. count - 1 -> 1e-3 * float (1 + i) |]
    put cells "k" [| for i in 0 .. count - 1 -> 0.1 * float (1 + i) |]
    put cells "v" [| for i in 0 .. count - 1 -> float i |]
    put cells "g" [| for i in 0 .. count - 1 -> 1.0 - float i |]
    cells, new Network(cells)

let private asIfKnownBefore =
    [
        for name, text, tolerance in systems do
            for written in [ "tau = 1.25*tau"; "k = -1.5*k"; "tau = 1.25*tau\nk = -1.5*k" ] ->
                testAlone $"{name}: the same numbers as computed before a run; {written}" (fun () ->
                    // in one group the reset writes the parameters, in the other they are set between two steps
                    let changing, network = prepared written text
                    let known, other = prepared "" text
                    use network = network
                    use other = other

                    let parameters () =
                        values changing "tau", values changing "k"

                    let before = parameters ()

                    for _ in 1..12 do
                        step network
                        step other

                        for variable in [ "v"; "g" ] do
                            allClose tolerance variable (values known variable) (values changing variable)

                        put known "tau" (values changing "tau")
                        put known "k" (values changing "k")

                    Expect.notEqual (parameters ()) before "the parameters have changed")
    ]

/// One step of dt seconds of dv/dt = (g - v)/tau, dg/dt = -g/(3 ms): each neuron within (1 + a dt) 4e-16 of its terms.
let private checkCascade dt (cells: NeuronGroup) (network: Network) what =
    let v, g = values cells "v", values cells "g"
    network.Run(seconds dt)
    let tau = values cells "tau"
    let found = [| values cells "v"; values cells "g" |]

    for i in 0 .. cells.N - 1 do
        let own = tau[min i (tau.Length - 1)]

        // dt/tau with 1600 bits
        let over (tau: float) =
            if Double.IsInfinity tau then
                Numerics.BigInteger.Zero
            else
                ExactReference.divide (ExactReference.ofFloat dt) (ExactReference.ofFloat tau)

        let z, zg = over own, over 3e-3
        let matrix = array2D [ [ -z; z ]; [ Numerics.BigInteger.Zero; -zg ] ]

        let error =
            ReferenceStep.relative (ExactReference.exp matrix) [| v[i]; g[i] |] [| found[0][i]; found[1][i] |]

        Expect.isLessThanOrEqual
            error
            ((1.0 + dt / min own 3e-3) * 4e-16)
            $"{what}: neuron {i}, tau = {own:R}"

let tests =
    testList
        "Coefficients that change during a run"
        [
            testList "known before or not" asIfKnownBefore

            testAlone
                "a membrane and its decaying currents: closed forms in the kernel, nothing is stored"
                (fun () ->
                    let cells =
                        NeuronGroup(
                            5,
                            Equations.Parse
                                "dv/dt = (g - v)/tau : 1\ndg/dt = -g/(3*ms) : 1\ntau = (1 + i + 3*rand())*ms : second (constant over dt)",
                            method = Method.Exact
                        )

                    cells["v"].Set(plainText "i + 1")
                    cells["g"].Set(plainText "2 - i")
                    use network = new Network(cells)

                    for k in 1..100 do
                        checkCascade dt cells network $"step {k}"

                    for field in cells.Cells.State.Plan.Fields do
                        Expect.isFalse (field.Name.StartsWith "P[") field.Name)

            testAlone "closed forms over all rates and steps, equal and nearly equal ones included" (fun () ->
                let taus =
                    [|
                        for e in -6 .. 6 do
                            10.0 ** float e
                            2.7 * 10.0 ** float e
                        for apart in [ 0.0; 1e-15; 1e-12; 1e-9; 1e-6; 1e-3 ] do
                            3e-3 * (1.0 + apart)
                            3e-3 * (1.0 - apart)
                        infinity
                    |]

                for dt in [ 1e-6; 1e-4; 1e-3; 1e-2; 1.0 ] do
                    for v, g in [ 0.0, 1.0; 1.0, -0.7; -3.0, 0.2 ] do
                        let cells =
                            NeuronGroup(
                                taus.Length,
                                Equations.Parse
                                    "dv/dt = (g - v)/tau : 1\ndg/dt = -g/(3*ms) : 1\ntau : second",
                                threshold = plainText "v > 1e9",
                                reset = plainText "tau = tau",
                                method = Method.Exact,
                                dt = seconds dt
                            )

                        put cells "tau" taus
                        cells["v"].Fill(Quantity v)
                        cells["g"].Fill(Quantity g)
                        use network = new Network(cells)
                        checkCascade dt cells network $"dt = {dt}, from {v}, {g}")

            testAlone "a shared one is computed once for the group" (fun () ->
                let cells =
                    NeuronGroup(
                        5,
                        Equations.Parse
                            "dv/dt = (g - v)/tau : 1\ndg/dt = -g/(3*ms) : 1\ntau = (1 + 3*rand())*ms : second (constant over dt, shared)",
                        method = Method.Exact
                    )

                cells["v"].Set(plainText "i + 1")
                cells["g"].Set(plainText "2 - i")
                use network = new Network(cells)

                for k in 1..10 do
                    checkCascade dt cells network $"step {k}"

                let shared = [ for field in cells.Cells.State.Plan.Shared -> field.Name ]
                Expect.contains shared "P[v, g]" "one number for all")

            testAlone "a shared coefficient in equations of which some differ between neurons" (fun () ->
                let cells =
                    NeuronGroup(
                        3,
                        Equations.Parse
                            "dv/dt = (g - v)/s : 1\ndg/dt = (v - g)/s : 1\ndx/dt = (y - x)/s : 1\ndy/dt = (x - y)/tau : 1\ns = 2*ms*(1 + rand()) : second (constant over dt, shared)\ntau : second",
                        method = Method.Exact
                    )

                cells["tau"].Set(plainText "(1 + i)*ms")
                use network = new Network(cells)

                for _ in 1..3 do
                    for name, start in [ "v", 1.0; "g", 0.0; "x", 1.0; "y", 0.0 ] do
                        cells[name].Fill(Quantity start)

                    step network
                    let s, tau = valueOf cells "s", values cells "tau"
                    let x, y = values cells "x", values cells "y"

                    allClose
                        1e-15
                        "v"
                        (Array.create 3 ((1.0 + exp (-2.0 * dt / s)) / 2.0))
                        (values cells "v")
                    // what x loses, y gains
                    let kept = Array.init 3 (fun i -> (s * x[i] + tau[i] * y[i]) / s)
                    allClose 1e-14 "s x + tau y" [| 1.0; 1.0; 1.0 |] kept)

            testAlone "exactly the neurons whose parameters were written are computed again" (fun () ->
                let cells =
                    NeuronGroup(
                        count,
                        Equations.Parse
                            "dv/dt = (g - v)/tau : 1\ndg/dt = (1 - g)/(3*ms) : 1\ntau : second\nfires : boolean",
                        threshold = plainText "fires",
                        reset = plainText "tau = 2*tau",
                        method = Method.Exact
                    )

                cells["tau"].Fill(seconds 1e-3)
                cells["fires"].Set(plainText "i % 7 == 2")
                use network = new Network(cells)
                step network

                let slot =
                    match Layout(cells.Model).Find "P[v, v]" with
                    | struct (_, slot) -> slot

                let state = cells.Cells.State
                let marked = Array.init count (fun i -> 100.0 + float i)
                state.WriteField(slot, marked)
                step network
                let now = state.ReadField slot

                for i in 0 .. count - 1 do
                    if i % 7 = 2 then
                        allClose 4e-16 $"neuron {i}" [| exp -0.05 |] [| now[i] |]
                    else
                        Expect.equal now[i] marked[i] $"neuron {i} keeps its number")

            testAlone "another time step needs other numbers" (fun () ->
                let cells =
                    NeuronGroup(
                        1,
                        Equations.Parse "dv/dt = (g - v)/tau : 1\ndg/dt = (v - g)/tau : 1\ntau : second",
                        threshold = plainText "v > 1e9",
                        reset = plainText "tau = tau",
                        method = Method.Exact
                    )

                cells["tau"].Fill(seconds 1e-3)
                use network = new Network(cells)

                for h in [ 1e-4; 5e-5; 5e-5; 1e-4 ] do
                    cells["v"].Fill(Quantity 1.0)
                    cells["g"].Fill(Quantity 0.0)
                    network.Dt <- seconds h
                    network.Run(seconds h)
                    allClose 1e-15 "v" [| (1.0 + exp (-2.0 * h / 1e-3)) / 2.0 |] (values cells "v"))

            testAlone "a coefficient that becomes infinite ends the run, in each run anew" (fun () ->
                let cells =
                    NeuronGroup(
                        count,
                        Equations.Parse "dv/dt = (g - v)/tau : 1\ndg/dt = (1 - g)/tau : 1\ntau : second",
                        threshold = plainText "i == 4 and t > 0.15*ms",
                        reset = plainText "tau = 0*ms",
                        method = Method.Exact
                    )

                cells["tau"].Fill(seconds 1e-3)
                let monitor = StateMonitor(cells, "v")
                use network = new Network(cells, monitor)

                let infinite = mistakeOf (fun () -> network.Run(seconds 1e-3))
                Expect.stringContains infinite.Title "not finite for neuron 4" "which"
                let zero = mistakeOf (fun () -> network.Run(seconds 1e-3))
                Expect.stringContains zero.Title "tau of neuron 4 is 0" "in the next run"

                Expect.equal monitor.Times.Count 3 "the steps before are recorded")
        ]
