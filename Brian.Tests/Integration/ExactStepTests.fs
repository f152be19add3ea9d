/// Whole steps of exact integration, from equations to values.
module Brian.Tests.Integration.ExactStepTests

open System
open Expecto
open Brian
open Brian.Tests.Sessions
open Brian.Tests.Recorded.Recorded
open Brian.Tests.Integration

let private exactGroup (n: int) (text: string) =
    NeuronGroup(n, Equations.Parse text, method = Method.Exact)

/// Runs a group for a number of steps of dt seconds.
let private run dt steps (cells: NeuronGroup) =
    Session.Current.DefaultDt <- dt
    use network = new Network(cells)
    network.Run(seconds (dt * float steps))
    [ for name in cells.VariableNames -> name, values cells name ] |> Map.ofList

/// One step from (1, -0.7) of a system with constant drive: its error, in units in the last place of the sum of |P x| + |c|.
let private errorOfStep (system: ExactTransitionTests.LinearSystem) =
    let n = Array2D.length1 system.Rates
    let start = [| 1.0; -0.7 |]
    let drive = [| 3.0; -11.0 |]
    let name i = [| "x"; "y" |][i]

    let equation i =
        let terms = [ for j in 0 .. n - 1 -> $"({system.Rates[i, j]:R})*{name j}" ]
        $"d{name i}/dt = (" + String.Join(" + ", terms) + $" + ({drive[i]:R}))/second : 1"

    let cells = exactGroup 1 (String.Join("\n", [ for i in 0 .. n - 1 -> equation i ]))

    for i in 0 .. n - 1 do
        cells[name i].Fill(Quantity start[i])

    let found = run system.Step 1 cells

    let drive = Array.truncate n drive

    let transition, states =
        ReferenceStep.withDrive system.Step system.Rates drive (Array.truncate n start)

    ReferenceStep.ulps transition states [| for i in 0 .. n - 1 -> Array.head found[name i] |]

/// Classical Runge-Kutta with many small steps.
let rungeKutta steps (duration: float) (slope: float -> float[] -> float[]) (start: float[]) =
    let h = duration / float steps

    let move (x: float[]) (k: float[]) factor =
        Array.map2 (fun x k -> x + factor * k) x k

    List.fold
        (fun x step ->
            let t = float step * h
            let k1 = slope t x
            let k2 = slope (t + h / 2.0) (move x k1 (h / 2.0))
            let k3 = slope (t + h / 2.0) (move x k2 (h / 2.0))
            let k4 = slope (t + h) (move x k3 h)
            Array.init x.Length (fun i -> x[i] + h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i])))
        start
        [ 0 .. steps - 1 ]

/// Equations, their slopes for Runge-Kutta, and start values in the order of the variables.
let private forced: (string * string * (float -> float[] -> float[]) * float[]) list =
    let w = 2.0 * Math.PI * 100.0

    [
        "a sine",
        "dv/dt = (sin(2*pi*100*Hz*t) - v)/(10*ms) : 1",
        (fun t v -> [| (sin (w * t) - v[0]) / 0.01 |]),
        [| 0.3 |]
        "a ramp", "dv/dt = (t/ms - v)/(10*ms) : 1", (fun t v -> [| (t / 1e-3 - v[0]) / 0.01 |]), [| 0.3 |]
        "a decaying drive",
        "dv/dt = (exp(-t/(10*ms)) - v)/(10*ms) : 1",
        (fun t v -> [| (exp (-t / 0.01) - v[0]) / 0.01 |]),
        [| 0.3 |]
        "products of everything",
        "dv/dt = (t/ms*exp(-t/(5*ms))*cos(2*pi*100*Hz*t) + sin(2*pi*100*Hz*t)**2 - v)/(10*ms) : 1",
        (fun t v -> [| (t / 1e-3 * exp (-t / 5e-3) * cos (w * t) + sin (w * t) ** 2.0 - v[0]) / 0.01 |]),
        [| 0.3 |]
        "a driven oscillator at resonance",
        "dx/dt = y*2*pi*100*Hz : 1\ndy/dt = (I - x)*2*pi*100*Hz : 1\nI = sin(2*pi*100*Hz*t) : 1",
        (fun t x -> [| x[1] * w; (sin (w * t) - x[0]) * w |]),
        [| 1.0; 0.5 |]
        "an integral of the time", "dx/dt = t/(1*ms)**2 : 1", (fun t _ -> [| t / 1e-6 |]), [| 0.0 |]
    ]

let private agreesWithRungeKutta =
    [
        for name, text, slope, start in forced ->
            testAlone $"{name}: as Runge-Kutta with tiny steps" (fun () ->
                let cells = exactGroup 1 text

                let names =
                    [
                        for name in cells.VariableNames do
                            if name <> "I" then
                                name
                    ]

                for name, value in List.zip names (List.ofArray start) do
                    cells[name].Fill(Quantity value)

                let result = run 1e-4 200 cells
                let expected = rungeKutta 20000 0.02 slope start
                allClose 1e-11 name expected [| for name in names -> result[name][0] |])
    ]

/// Systems that other simulators refuse, or answer with NaN: after one step, from (1, ..., 1).
let private closedForms: (string * string * (string * float) list) list =
    let e = exp -0.1

    [
        "equal time constants", "dv/dt = (g - v)/(1*ms) : 1\ndg/dt = -g/(1*ms) : 1", [ "v", e * 1.1; "g", e ]
        "an integrator", "dv/dt = 1/(1*ms) : 1", [ "v", 1.1 ]
        "an infinite time constant", "dv/dt = (5 - v)/(inf*second) : 1", [ "v", 1.0 ]
        "a time constant of 0", "dv/dt = (5 - v)/(0*ms) : 1", [ "v", 5.0 ]
        "an oscillator",
        "dx/dt = y/(1*ms) : 1\ndy/dt = -x/(1*ms) : 1",
        [ "x", cos 0.1 + sin 0.1; "y", cos 0.1 - sin 0.1 ]
        "a chain of three equal rates",
        "dx/dt = (y - x)/(1*ms) : 1\ndy/dt = (z - y)/(1*ms) : 1\ndz/dt = -z/(1*ms) : 1",
        [ "x", e * 1.105; "y", e * 1.1; "z", e ]
    ]

let private tau1 = "tau : second (constant)"

let tests =
    testList
        "Exact steps"
        [
            testList "forcing" agreesWithRungeKutta

            testList
                "closed forms"
                [
                    for name, text, expected in closedForms ->
                        testAlone name (fun () ->
                            let cells = exactGroup 1 text

                            for variable, _ in expected do
                                cells[variable].Fill(Quantity 1.0)

                            let result = run 1e-4 1 cells

                            for variable, value in expected do
                                allClose 4e-16 variable [| value |] result[variable])
                ]

            testAlone "the phase of a sine is exact at 1e5 seconds" (fun () ->
                // dv/dt = w cos(w t) has the solution sin(w t) - sin(w t0)
                let w = 2.0 * Math.PI * 100.0
                let cells = exactGroup 1 "dv/dt = sin(2*pi*100*Hz*t)/ms : 1"
                Session.Current.DefaultDt <- 1e5
                use network = new Network(cells)
                network.Run(seconds 1e5)
                cells["v"].Fill(Quantity 0.0)
                network.Dt <- seconds 1e-4
                network.Run(seconds 1e-4)
                let t = float (Math.Round(1e5 / 1e-4)) * 1e-4
                let sine, cosine = ExactReference.sinCos [ 2.0; Math.PI; 100.0; t ]
                let s, c = ExactReference.toFloat sine, ExactReference.toFloat cosine
                let h = 1e-4
                // sin(w(t+s)) integrated over s, scaled by 1/ms
                let expected =
                    (s * (sin (w * h) / w) + c * ((2.0 * sin (w * h / 2.0) ** 2.0) / w)) / 1e-3

                allClose 2e-15 "v" [| expected |] (values cells "v"))

            testAlone "a time constant for each neuron in coupled equations, equal ones included" (fun () ->
                let cells =
                    exactGroup
                        3
                        $"dv/dt = (g - v)/tau : 1\ndg/dt = -g/taug : 1\n{tau1}\ntaug : second (constant)"

                cells["tau"].Assign(Quantities.Wrap([| 1e-3; 2e-3; 1e-3 |], second))
                cells["taug"].Assign(Quantities.Wrap([| 1e-3; 1e-3; 1e-3 |], second))
                cells["v"].Fill(Quantity 1.0)
                cells["g"].Fill(Quantity 1.0)
                let result = run 1e-4 1 cells
                let same = exp -0.1 * 1.1
                let b, a = exp -0.05, exp -0.1
                let other = b + (b - a) * (1.0 / 2e-3) / (1000.0 - 500.0)
                allClose 1e-15 "v" [| same; other; same |] result["v"])

            testAlone "a parameter set between two runs changes the propagator" (fun () ->
                let cells = exactGroup 1 $"dv/dt = (g - v)/tau : 1\ndg/dt = -g/tau : 1\n{tau1}"
                use network = new Network(cells)
                Session.Current.DefaultDt <- 1e-4

                for tau in [ 1e-3; 2e-3 ] do
                    cells["tau"].Fill(seconds tau)
                    cells["v"].Fill(Quantity 1.0)
                    cells["g"].Fill(Quantity 1.0)
                    network.Run(seconds 1e-4)
                    let z = 1e-4 / tau
                    allClose 1e-15 "v" [| exp -z * (1.0 + z) |] (values cells "v"))

            testAlone "refractory rows stand still while the others evolve; conditions count" (fun () ->
                let cells =
                    NeuronGroup(
                        2,
                        Equations.Parse
                            "dv/dt = (g - v)/(1*ms) : 1 (unless refractory)\ndg/dt = -g/(1*ms)*(1 + int(not_refractory)) : 1",
                        threshold = plainText "v > 5",
                        reset = plainText "",
                        refractory = seconds 0.01,
                        method = Method.Exact
                    )

                cells["v"].Assign [| 6.0; 1.0 |]
                cells["g"].Fill(Quantity 1.0)
                Session.Current.DefaultDt <- 1e-4
                use network = new Network(cells)
                // in the first step both are free, then neuron 0 is refractory
                network.Run(seconds 1e-4)
                let frozen = (values cells "v")[0]
                network.Run(seconds 1e-4)
                allClose 0.0 "v of the refractory one" [| frozen |] [| (values cells "v")[0] |]
                allClose 1e-15 "g" [| exp -0.3; exp -0.4 |] (values cells "g"))

            testAlone
                "one step of one or two variables is within 4 units in the last place of its terms"
                (fun () ->
                    for system in ExactTransitionTests.sample 40 do
                        if Array2D.length1 system.Rates <= 2 then
                            let error = Session.Isolated(fun () -> errorOfStep system)

                            if not (error <= 4.0) then
                                failtest $"{error} ulp: {system}")

            testAlone "a million steps of a slow oscillator keep its energy to 1e-10" (fun () ->
                let cells = exactGroup 1 "dx/dt = y/(7*ms) : 1\ndy/dt = -x/(7*ms) : 1"
                cells["x"].Fill(Quantity 1.0)
                let result = run 1e-4 1000000 cells
                let x, y = result["x"][0], result["y"][0]
                Expect.floatClose { absolute = 1e-10; relative = 0.0 } (x * x + y * y) 1.0 "the energy")
        ]
