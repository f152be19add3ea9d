/// Solutions in mathematical notation say what the engine computes, in few terms.
module Brian.Tests.Integration.ClosedFormTests

open System
open Expecto
open FsCheck.FSharp
open Brian
open Brian.Engine
open Brian.Integration.ClosedForm
open Brian.Symbolic
open Brian.Symbolic.Formula
open Brian.Tests
open Brian.Tests.Sessions
open Brian.Tests.Recorded.Recorded
open Brian.Tests.Integration.ClosedFormValue
open Brian.Tests.Integration.LinearSystems
open Brian.Units

let private modelOf (equations: Equations) =
    (Models.CheckEquations.run equations.ConstantValues None true equations.DefinitionList).Model

let private closedForm equations =
    match ofModel (modelOf equations) with
    | Ok solution -> solution
    | Error refusal -> failtest refusal.Reason

/// Where the engine is one step of 2 ms after t = 6 ms, from the start values.
let private engineStep system equations isFree =
    Session.Isolated(fun () ->
        Session.Current.DefaultDt <- 2e-3

        let cells =
            NeuronGroup(
                1,
                equations,
                // a spike in the first step, and refractory ever since; or none at all
                threshold = plainText (if isFree then "i < 0" else "i >= 0"),
                reset = plainText "",
                refractoryWhile = plainText "i >= 0",
                method = Method.Exact
            )

        for name, value in system.Parameters do
            cells[name].Fill(value * Hz)

        use network = new Network(cells)
        network.Run(6 * ms)

        for k, value in List.indexed system.Start do
            cells[$"x{k}"].Fill(Brian.Quantity value)

        network.Run(2 * ms)
        [ for k in 0 .. system.Start.Length - 1 -> (values cells $"x{k}")[0] ])

let private agrees system =
    let equations = equationsOf system
    let solution = closedForm equations

    let variables =
        [ for k, value in List.indexed system.Start -> $"x{k}", value ] @ system.Parameters |> Map.ofList

    let meaning = Meaning(solution, variables, 3.0 * 2e-3, 2e-3)

    for isFree in [ true; false ] do
        let expected = engineStep system equations isFree
        let found = meaning.Step isFree
        let size = List.max (1.0 :: List.map abs (expected @ system.Start) @ meaning.Terms)

        for k, value in List.indexed expected do
            let name = $"x{k}"

            if not (abs (found[name] - value) <= 1e-12 * size) then
                failtest $"x{k} is {value}, the formula says {found[name]}:\n{equations.Solution}"

let private property count name body =
    Expecto.ExpectoFsCheck.testPropertyWithConfig
        { FsCheckConfig.defaultConfig with maxTest = count * Depth.factor }
        name
        body

let private chain n couples =
    let line i =
        let sources =
            [
                for j in i + 1 .. n - 1 do
                    if couples i j then
                        $" + x{j}"
            ]

        $"dx{i}/dt = (-x{i}{String.Concat sources})*k{i} : 1\nk{i} : Hz"

    Equations.Parse(String.Join("\n", [ for i in 0 .. n - 1 -> line i ]))

/// How many exponentials and divided differences of exp the formulas have, and how many rows the matrices.
let private solutionSize equations =
    let rec exponentials formula =
        match formula with
        | DividedExp _
        | Call(Op.Exp, _) -> 1
        | other -> List.sumBy exponentials (parts other)

    let solution = closedForm equations

    List.sum
        [
            for _, line in solution.Lines do
                match line with
                | Update(_, formula) -> exponentials formula
                | Transition(states, _, _) -> states.Length
        ]

let tests =
    testList
        "Closed forms"
        [
            property
                300
                "say what the engine computes, equal and zero rates and resonance included"
                (fun () -> Prop.forAll (Arb.fromGen systems) agrees)

            test "a cascade of n variables has n(n + 1)/2 terms" {
                for n in [ 1; 2; 5; 10; 20 ] do
                    Expect.equal (solutionSize (chain n (fun i j -> j = i + 1))) (n * (n + 1) / 2) $"{n}"
            }

            test "with all couplings there are at most n(n + 3) terms" {
                for n in [ 2; 5; 10; 20; 40 ] do
                    Expect.isLessThanOrEqual (solutionSize (chain n (fun _ _ -> true))) (n * (n + 3)) $"{n}"
            }

            property 100 "the variance of noise is the integral of its decay" (fun () ->
                let sample = Gen.zip rate (Gen.elements [ 1.0; -0.5; 20.0 ])

                Prop.forAll (Arb.fromGen sample) (fun (rate, factor) ->
                    let equations =
                        Equations $"dv/dt = {rate * Hz}*v + {factor * (1 * Hz) ** 0.5}*xi : 1"

                    let solution = closedForm equations
                    let step = 2e-3

                    let deviation =
                        match solution.Lines with
                        | [ Always, Update("v", formula) ] ->
                            let at value =
                                formula
                                |> substitute (function
                                    | symbol when symbol = standardNormal -> Number value
                                    | other -> Symbol other)
                                |> Meaning(solution, Map.ofList [ "v", 0.0 ], 0.0, step).Evaluate

                            at 1.0 - at 0.0
                        | other -> failtest $"{other}"

                    let _, covariance =
                        MatrixExponential.transition
                            (array2D [ [ Double2.OfFloat(rate * step) ] ])
                            [ array2D [ [ Double2.OfFloat(factor * factor * step) ] ] ]

                    let expected = covariance.Head[0, 0].Value

                    Expect.floatClose
                        { absolute = 0.0; relative = 1e-12 }
                        (deviation * deviation)
                        expected
                        "the variance"))

            test "noise that variables share is told by its matrices" {
                let equations =
                    Equations
                        $"dv/dt = (I - v)/(10*ms) : 1\ndI/dt = -I/(5*ms) + 3*Hz**0.5*xi + 2*Hz**0.5*xi_2 : 1"

                let solution = closedForm equations

                match
                    solution.Definitions
                    |> List.tryPick (function
                        | Covariance(noise, rates, factors) -> Some(noise, rates, factors)
                        | _ -> None)
                with
                | Some(noise, rates, factors) ->
                    let meaning = Meaning(solution, Map.empty, 0.0, 1e-3)
                    Expect.hasLength noise 2 "a number for each variable"

                    let isNear (expected: float[,]) (found: float[,]) =
                        expected
                        |> Array2D.iteri (fun i j x -> allClose 1e-15 "element" [| x |] [| found[i, j] |])

                    isNear (array2D [ [ -100.0; 100.0 ]; [ 0.0; -200.0 ] ]) (meaning.Matrix rates)
                    isNear (array2D [ [ 0.0; 0.0 ]; [ 3.0; 2.0 ] ]) (meaning.Matrix factors)
                | None -> failtest $"{equations.Solution}"
            }
        ]
