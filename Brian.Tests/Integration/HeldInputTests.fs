/// Exact integration with inputs that are constant within a step: timed arrays, subexpressions `(constant over dt)`, functions
/// of parameters.
module Brian.Tests.Integration.HeldInputTests

open System
open Expecto
open Brian
open Brian.Units
open Brian.Tests.Sessions
open Brian.Tests.Recorded.Recorded
open Brian.Tests.Integration

/// A model whose coefficients in a step follow from recorded inputs.
type private Case =
    {
        Title: string
        /// In the order of `System`.
        States: string list
        /// Variables that are constant within a step.
        Inputs: string list
        Equations: unit -> Equations
        /// The matrix [A b; 0 0] of x' = A x + b, given the inputs.
        System: float[] -> float[,]
    }

let private dt = 1e-4
let private steps = 12

let private tau = 10.0 * dt
let private taug = 3.0 * dt

/// The error of each step from recorded states to the next ones, in units in the last place of the sum of |P x| + |c|.
let private errors (case: Case) =
    Session.Current.DefaultDt <- dt
    let cells = NeuronGroup(1, case.Equations(), method = Method.Exact, name = "held")

    for k, name in List.indexed case.States do
        cells[name].Fill(Quantity(1.0 - 0.3 * float k))

    let trace = StateMonitor(cells, case.States @ case.Inputs)
    use network = new Network(cells, trace)
    network.Run(seconds (dt * float (steps + 1)))

    let recorded name = trace[name, 0].SIValues.ToArray()

    let states = case.States |> List.map recorded |> Array.ofList
    let inputs = case.Inputs |> List.map recorded |> Array.ofList

    [
        for step in 0 .. steps - 1 do
            let system = case.System(inputs |> Array.map (fun values -> values[step]))
            let transition = ExactReference.exp (ExactTransitionTests.exact dt system)

            let before =
                Array.append (states |> Array.map (fun values -> values[step])) [| 1.0 |]

            for i in 0 .. states.Length - 1 do
                let parts =
                    [
                        for j in 0 .. states.Length ->
                            ExactReference.multiply transition[i, j] (ExactReference.ofFloat before[j])
                    ]

                let size = parts |> List.sumBy (ExactReference.toFloat >> abs)

                let error =
                    ExactReference.ofFloat (states[i].[step + 1]) - List.sum parts
                    |> ExactReference.toFloat
                    |> abs

                error / (Math.BitIncrement size - size)
    ]

let private numbersOf (cells: NeuronGroup) (name: string) = cells[name].Values.SIValues.ToArray()

/// Values without a pattern, from -2 to 2, and a 0.
let private values =
    Array.init 100 (fun k -> if k = 2 then 0.0 else 2.0 * sin (float (k * k) + 0.5)) * Quantity.One

let private timed (arrayDt: float) =
    TimedArray(values, seconds arrayDt, name = "I")

let private relaxing (inputs: float[]) =
    array2D [ [ -1.0 / tau; inputs[0] / tau ]; [ 0.0; 0.0 ] ]

let private driven title (arrayDt: float) =
    let array = timed arrayDt

    {
        Title = title
        States = [ "v" ]
        Inputs = [ "I" ]
        Equations = fun () -> Equations $"dv/dt = (I - v)/{seconds tau} : 1\nI = {array}(t) : 1"
        System = relaxing
    }

let private heldSubexpression title right =
    {
        Title = title
        States = [ "v" ]
        Inputs = [ "u" ]
        Equations =
            fun () ->
                Equations.Parse(
                    $"dv/dt = (u - v)/tau : 1\nu = {right} : 1 (constant over dt)",
                    Constants.FromPairs [ "tau", box (seconds tau) ]
                )
        System = relaxing
    }

let private cases =
    let steps3 = timed (3.0 * dt)

    [
        driven "a timed array of three steps" (3.0 * dt)
        driven "a timed array of one and a half steps, by its value at the start of a step" (1.5 * dt)
        driven "a timed array of a third of a step, by its value at the start of a step" (dt / 3.0)
        {
            Title = "a timed array as a coefficient"
            States = [ "v" ]
            Inputs = [ "g" ]
            Equations = fun () -> Equations $"dv/dt = (1 - g*v)/{seconds tau} : 1\ng = {steps3}(t) : 1"
            System = fun inputs -> array2D [ [ -inputs[0] / tau; 1.0 / tau ]; [ 0.0; 0.0 ] ]
        }
        {
            Title = "a timed array as a time constant"
            States = [ "v" ]
            Inputs = [ "r" ]
            Equations =
                fun () -> Equations $"dv/dt = (2 - v)/r : 1\nr = {seconds tau}*(3 + {steps3}(t)) : second"
            System = fun inputs -> array2D [ [ -1.0 / inputs[0]; 2.0 / inputs[0] ]; [ 0.0; 0.0 ] ]
        }
        {
            Title = "a timed array into a cascade"
            States = [ "v"; "g" ]
            Inputs = [ "I" ]
            Equations =
                fun () ->
                    Equations
                        $"""
                        dv/dt = (g - v)/{seconds tau} : 1
                        dg/dt = (I - g)/{seconds taug} : 1
                        I = {steps3}(t) : 1
                        """
            System =
                fun inputs ->
                    array2D
                        [
                            [ -1.0 / tau; 1.0 / tau; 0.0 ]
                            [ 0.0; -1.0 / taug; inputs[0] / taug ]
                            [ 0.0; 0.0; 0.0 ]
                        ]
        }
        heldSubexpression "a random subexpression" "randn()"
        heldSubexpression "a subexpression that is not linear" "v**2 + sin(t/ms)"
        {
            Title = "a random subexpression as a coefficient"
            States = [ "v" ]
            Inputs = [ "u" ]
            Equations =
                fun () -> Equations $"dv/dt = -u*v/{seconds tau} : 1\nu = rand() : 1 (constant over dt)"
            System = fun inputs -> array2D [ [ -inputs[0] / tau; 0.0 ]; [ 0.0; 0.0 ] ]
        }
        {
            Title = "a function of a timed array"
            States = [ "v" ]
            Inputs = [ "I" ]
            Equations =
                let cubed = Function.Of("cubed", (fun x -> x * x * x), 1, 1)
                fun () -> Equations $"dv/dt = (I - v)/{seconds tau} : 1\nI = {cubed}({steps3}(t)) : 1"
            System = relaxing
        }
    ]

let private simulate (equations: Equations) steps =
    let cells = NeuronGroup(1, equations, method = Method.Exact, name = "cells")
    let trace = StateMonitor(cells, "v")
    use network = new Network(cells, trace)
    network.Run(seconds (dt * float steps))
    trace["v", 0].SIValues.ToArray()

let tests =
    testList
        "Inputs held within a step"
        [
            for case in cases do
                testAlone $"exact within 4 ulp: {case.Title}" (fun () ->
                    let worst = List.max (errors case)
                    Expect.isLessThan worst 4.0 $"ulps of the sum of terms: {worst}")

            testAlone "a timed array scales the noise of a step" (fun () ->
                Session.Current.DefaultDt <- dt
                let sigma = TimedArray(Quantities([| 1.0; 1.0; 3.0 |], Quantity.One), seconds dt)
                let tau = seconds tau
                let kept = exp (-dt / tau.SIValue)

                let noise (equations: Equations) =
                    Session.Isolated(fun () ->
                        Session.Current.DefaultDt <- dt
                        Script.seed 7
                        simulate equations 5)
                    |> Array.pairwise
                    |> Array.map (fun (a, b) -> b - a * kept)

                let plain = noise (Equations $"dv/dt = -v/{tau} + xi*(2/{tau})**0.5 : 1")

                let scaled =
                    noise (Equations $"dv/dt = -v/{tau} + {sigma}(t)*xi*(2/{tau})**0.5 : 1")

                allClose 1e-12 "noise" (Array.map2 (*) [| 1.0; 1.0; 3.0; 3.0 |] plain) scaled)

            testAlone "a timed array as the amplitude of a sine" (fun () ->
                Session.Current.DefaultDt <- dt
                let amplitude = timed (3.0 * dt)
                let w = 2.0 * Math.PI * 300.0

                let found =
                    simulate
                        (Equations $"dv/dt = ({amplitude}(t)*sin({w * Hz}*t) - v)/{seconds tau} : 1")
                        (steps + 1)

                for step in 0 .. steps - 1 do
                    // v, sin, cos
                    let system =
                        array2D
                            [
                                [ -1.0 / tau; values.SIValues[step / 3] / tau; 0.0 ]
                                [ 0.0; 0.0; w ]
                                [ 0.0; -w; 0.0 ]
                            ]

                    let transition = ExactReference.exp (ExactTransitionTests.exact dt system)
                    let t = float step * dt
                    let sine, cosine = ExactReference.sinCos [ w; t ]
                    let before = [ ExactReference.ofFloat found[step]; sine; cosine ]

                    let expected =
                        before
                        |> List.mapi (fun j x -> ExactReference.multiply transition[0, j] x)
                        |> List.sum
                        |> ExactReference.toFloat

                    Expect.isLessThan (abs (found[step + 1] - expected)) 4e-16 $"step {step}")

            testAlone
                "a function of parameters is a coefficient like a parameter, in coupled equations too"
                (fun () ->
                    let rate = Function.Of("rate", (fun x -> x * x), 1, Hz)

                    let equations (a: FormattableString) (b: FormattableString) =
                        let part (text: FormattableString) = Equations text
                        part a + part b

                    let run (equations: Equations) =
                        Session.Isolated(fun () ->
                            Session.Current.DefaultDt <- dt
                            let cells = NeuronGroup(3, equations, method = Method.Exact)
                            cells["p"].Set $"10*(i + 1)"
                            cells["v"].Fill 1
                            use network = new Network(cells)
                            network.Run(seconds (dt * 50.0))
                            numbersOf cells "v", numbersOf cells "w")

                    let called =
                        run (equations $"dv/dt = -{rate}(p)*w : 1\np : 1" $"dw/dt = {rate}(p)*v : 1")

                    let written =
                        run (equations $"dv/dt = -p*p*w*Hz : 1\np : 1" $"dw/dt = p*p*v*Hz : 1")

                    allClose 1e-15 "v" (fst written) (fst called)
                    allClose 1e-15 "w" (snd written) (snd called))

            testAlone "timed arrays of one name are two inputs" (fun () ->
                let array k =
                    TimedArray(Quantities([| k; 2.0 * k; -k |], Quantity.One), 5 * ms)

                let a, b = array 1.0, array 10.0
                let drives: FormattableString = $"A = {a}(t) : 1\nB = {b}(t) : 1"

                let run (parameters: FormattableString) (set: NeuronGroup -> unit) =
                    Session.Isolated(fun () ->
                        let system = Equations $"dv/dt = (g + A - v)/tau : 1\ndg/dt = (B - g)/tau : 1"

                        let cells =
                            NeuronGroup(
                                1,
                                system + Equations drives + Equations parameters,
                                method = Method.Exact
                            )

                        set cells
                        use network = new Network(cells)
                        network.Run(12 * ms)
                        numbersOf cells "v")

                let constants = run $"tau = 10*ms : second" ignore

                let parameters = run $"tau : second" (fun cells -> cells["tau"].Fill(10 * ms))

                allClose 1e-12 "v" constants parameters)

            testAlone "between events there is no solution with a timed array" (fun () ->
                let array = timed dt
                let cells = NeuronGroup(1, Equations $"dv/dt = ({array}(t) - v)/(10*ms) : 1")

                match
                    Integration.Exact.after Set.empty (Symbolic.Expr.Variable "elapsed") cells.Model.Model
                with
                | Error refusal -> Expect.stringContains refusal.Reason "between events" "the reason"
                | Ok _ -> failtest "a value that changes between events was taken as constant")

            testAlone "the closed form shows the call" (fun () ->
                let equations =
                    Equations.Parse(
                        "dv/dt = (I(t) - v)/tau : 1",
                        Constants.FromPairs [ "I", box (timed dt); "tau", box (10 * ms) ]
                    )

                Expect.equal
                    (string equations.Solution)
                    "v(t + dt) = I(t) + (v - I(t)) exp(-dt/tau)"
                    "the solution")
        ]
