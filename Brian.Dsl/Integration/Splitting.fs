/// Splitting of models of which a part is linear: the linear equations that depend on no others are solved exactly, the rest
/// follows by Heun's method with the exact values at both ends of the step. Of order 2 without noise; with noise the rest
/// converges to the Stratonovich solution as Heun's method does (Hairer, Lubich and Wanner 2006, "Geometric numerical
/// integration", chapter II.5; Kloeden and Platen 1992, chapter 14.5).
module internal Brian.Integration.Splitting

open Brian.Engine
open Brian.Models
open Brian.Symbolic.Algebra
open Brian.Symbolic.Expr
open Brian.Integration.LinearRow

/// The equations that are linear and neither depend on the others nor share a noise with them.
let private linearPart (model: Model) (rows: Row list) =
    let isIn (rows: Row list) name =
        rows |> List.exists (fun row -> row.Variable.Name = name)

    let rec shrink rows =
        let noisesOfRest =
            [
                for variable, right in model.Equations do
                    if not (isIn rows variable.Name) then
                        Euler.noisesIn right
            ]
            |> Set.unionMany

        let standsAlone (row: Row) =
            row.Form.Coefficients |> Map.forall (fun name _ -> isIn rows name)
            && row.Noise |> Map.forall (fun name _ -> not (noisesOfRest.Contains name))

        match List.partition standsAlone rows with
        | kept, [] -> kept
        | kept, _ -> shrink kept

    shrink rows

/// One increment of white noise in a step. Its random numbers are beyond those of the exact part.
let private increment (model: Model) (names: string list) name =
    let site =
        model.Equations.Length * (names.Length + 1) + List.findIndex ((=) name) names

    Multiply(Apply(Op.SquareRoot, [ TimeStep ]), Draw(Gaussian, site, []))

/// y + dt/2 (f(x, y, t) + f(x', y', t + dt)) and the noise likewise, with x' the exact new values and y' = y + dt f(x, y, t) +
/// noise.
let private heun (model: Model) (exact: (string * Expr) list) (rest: (Variable * Linear<string>) list) =
    let names = Euler.noises model

    let noise factors =
        sum [ for name, factor in factors -> multiply factor (increment model names name) ]

    let step (variable: Variable) drift factors =
        let next =
            add (add (Variable variable.Name) (multiply TimeStep drift)) (noise factors)

        variable.Name, Frozen.unlessRefractory variable next

    let predicted =
        [ for variable, form in rest -> step variable form.Rest (Map.toList form.Coefficients) ]

    let ends = Map.ofList (exact @ predicted)

    let atEnd =
        substitute (function
            | Variable name -> Map.tryFind name ends |> ValueOption.ofOption
            | Time -> ValueSome(Add(Time, TimeStep))
            | StepNumber -> ValueSome(Add(StepNumber, one))
            | _ -> ValueNone)

    let mean expr =
        multiply (Number 0.5) (add expr (atEnd expr))

    [
        for variable, form in rest ->
            step
                variable
                (mean form.Rest)
                [ for name, factor in Map.toList form.Coefficients -> name, mean factor ]
    ]

/// Integrates every model whose noises enter linearly. `written` are the parameters that a program changes during a run.
let integrate (written: Set<string>) : Integrator =
    fun model ->
        let linear =
            Exact.recognised model
            |> List.choose (function
                | Ok row -> Some row
                | Error _ -> None)
            |> linearPart model

        let isLinear (variable: Variable) =
            linear |> List.exists (fun row -> row.Variable.Name = variable.Name)

        let rest =
            model.Equations
            |> List.filter (fst >> isLinear >> not)
            |> List.map (fun (variable, right) ->
                Euler.split variable right |> Result.map (fun form -> variable, form))
            |> Refusal.collect

        match Exact.solve written TimeStep model linear, rest with
        | Ok exact, Ok rest ->
            let values = Map.ofList (exact @ heun model exact rest)

            Ok
                {
                    Method = "splitting"
                    Values = [ for variable, _ in model.Equations -> variable.Name, values[variable.Name] ]
                }
        | Error refusal, _
        | _, Error refusal -> Error refusal
