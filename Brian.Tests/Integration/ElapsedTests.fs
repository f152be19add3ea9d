/// The exact solution after an elapsed time that is known only when an event comes.
module Brian.Tests.Integration.ElapsedTests

open System
open System.Numerics
open Expecto
open Brian
open Brian.Integration
open Brian.Symbolic
open Brian.Symbolic.Expr
open Brian.Tests.Sessions
open Brian.Tests.Recorded.Recorded
open Brian.Tests.Integration

/// The values of all variables after an elapsed time, from the state of the first neuron.
let private after (elapsed: float) (cells: NeuronGroup) =
    let evaluate expr = (cells.Cells.Evaluate expr)[0]
    cells["elapsed"].Fill(seconds elapsed)

    let known =
        substitute (function
            | Entry(propagator, place) ->
                let parameters = [| for parameter in propagator.Parameters -> evaluate parameter |]
                ValueSome(Number (propagator.Solve(nan, parameters)).[place])
            | _ -> ValueNone)

    match Exact.after (set [ "elapsed" ]) (Variable "elapsed") cells.Model.Model with
    | Error refusal -> failtest refusal.Reason
    | Ok values -> [| for _, value in values -> evaluate (known value) |]

let private group (equations: string) =
    NeuronGroup(1, Equations.Parse(equations + "\nelapsed : second"), method = Method.Exact)

let private times = [ 0.0; 1e-9; 3.7e-5; 1e-3; 0.0123; 1.0; 40.0 ]

let private linear: (string * string * float[,] * float[]) list =
    [
        "equal rates",
        "dv/dt = 512*Hz*(g - v) : 1\ndg/dt = -512*Hz*g : 1",
        array2D [ [ -512.0; 512.0 ]; [ 0.0; -512.0 ] ],
        [| 0.3; 2.0 |]
        "an oscillator",
        "dx/dt = 100*Hz*y - 10*Hz*x : 1\ndy/dt = -100*Hz*x - 10*Hz*y : 1",
        array2D [ [ -10.0; 100.0 ]; [ -100.0; -10.0 ] ],
        [| 1.0; -0.5 |]
        "a pure integral of a decay",
        "dx/dt = 30*Hz*y : 1\ndy/dt = -20*Hz*y : 1",
        array2D [ [ 0.0; 30.0 ]; [ 0.0; -20.0 ] ],
        [| 1.0; 4.0 |]
        "a cascade of three",
        "dx/dt = 8*Hz*(y - x) : 1\ndy/dt = 9*Hz*(z - y) : 1\ndz/dt = -8*Hz*z : 1",
        array2D [ [ -8.0; 8.0; 0.0 ]; [ 0.0; -9.0; 9.0 ]; [ 0.0; 0.0; -8.0 ] ],
        [| 0.0; 1.0; 3.0 |]
    ]

let private systems =
    [
        for name, text, rates, start in linear ->
            testAlone $"{name}: within 4 units in the last place of its terms" (fun () ->
                let cells = group text

                for (variable, _), x in Seq.zip cells.Model.Model.Equations start do
                    cells[variable.Name].Fill(Quantity x)

                for elapsed in times do
                    let transition = ExactReference.exp (ReferenceStep.times elapsed rates)
                    let error = ReferenceStep.ulps transition start (after elapsed cells)
                    Expect.isLessThanOrEqual error 4.0 $"{name} after {elapsed}")
    ]

let tests =
    testList
        "The solution after an elapsed time"
        [
            testList "coupled equations" systems

            testAlone "forcing by a sine, from t - elapsed to t" (fun () ->
                // at time 0 the state stands at -elapsed
                let cells = group "dv/dt = 64*Hz*(sin(512*Hz*t) - v) : 1"
                cells["v"].Fill(Quantity 0.25)

                for elapsed in times do
                    // v, sin and cos of 512/s t form a linear system
                    let matrix =
                        array2D [ [ -64.0; 64.0; 0.0 ]; [ 0.0; 0.0; 512.0 ]; [ 0.0; -512.0; 0.0 ] ]

                    let transition = ExactReference.exp (ReferenceStep.times elapsed matrix)
                    let sine, cosine = ExactReference.sinCos [ -512.0; elapsed ]
                    let v = ExactReference.ofFloat 0.25

                    let parts =
                        [
                            for j, x in [ 0, v; 1, sine; 2, cosine ] ->
                                ExactReference.multiply transition[0, j] x
                        ]

                    let size = parts |> List.sumBy (ExactReference.toFloat >> abs)
                    let expected: BigInteger = List.sum parts

                    let found = Array.head (after elapsed cells)

                    let error = ExactReference.ofFloat found - expected |> ExactReference.toFloat |> abs

                    if error > 4.0 * (Math.BitIncrement size - size) then
                        failtest $"{error / size} of its size after {elapsed}")

            testAlone "each variable that stands alone by its own formula" (fun () ->
                let cells = group "dv/dt = (3 - v)/tau : 1\ntau : second"
                cells["v"].Fill(Quantity 1.0)

                for tau, elapsed, expected in
                    [ 1e-3, 0.0, 1.0; 2e-3, 5e-3, 3.0 - 2.0 * exp -2.5; infinity, 1.0, 1.0 ] do
                    cells["tau"].Fill(seconds tau)
                    allClose 4e-16 $"tau = {tau}" [| expected |] (after elapsed cells))

            testAlone "an equation that is not linear is refused with its term" (fun () ->
                let cells = NeuronGroup(1, Equations.Parse "dv/dt = -v**2/ms : 1")

                match Exact.after Set.empty TimeStep cells.Model.Model with
                | Error refusal -> Expect.stringContains refusal.Reason "is not linear" "why"
                | Ok _ -> failtest "solved")
        ]
