/// The stochastic Heun method: converges to the Stratonovich solution, whatever the noise factors depend on
/// (Kloeden and Platen 1992, chapter 14.5; Ruemelin 1982).
module internal Brian.Integration.Heun

open Brian.Models
open Brian.Symbolic.Algebra
open Brian.Symbolic.Expr

/// x + dt f(x) + sum (g_k(x) + g_k(y))/2 dW_k with the predictor y = x + sum g_k(x) dW_k.
let integrate: Integrator =
    fun model ->
        let names = Euler.noises model
        let forms = model.Equations |> List.map (fun (v, right) -> v, Euler.split v right)

        match
            forms
            |> List.tryPick (fun (_, form) ->
                match form with
                | Error refusal -> Some refusal
                | Ok _ -> None)
        with
        | Some refusal -> Error refusal
        | None ->
            let forms =
                forms
                |> List.choose (fun (v, form) ->
                    match form with
                    | Ok form -> Some(v, form)
                    | Error _ -> None)

            let noise factors =
                sum [ for name, factor in factors -> multiply factor (Euler.increment names name) ]

            let predictor =
                Map.ofList
                    [
                        for variable, form in forms ->
                            let moved = add (Variable variable.Name) (noise (Map.toList form.Coefficients))
                            variable.Name, Frozen.unlessRefractory variable moved
                    ]

            let atPredictor =
                substitute (function
                    | Variable name -> Map.tryFind name predictor |> ValueOption.ofOption
                    | _ -> ValueNone)

            let mean factor =
                multiply (Number 0.5) (add factor (atPredictor factor))

            let update (variable: Variable, form) =
                let drift = multiply TimeStep form.Rest

                let noise =
                    noise [ for name, factor in Map.toList form.Coefficients -> name, mean factor ]

                variable.Name,
                Frozen.unlessRefractory variable (add (add (Variable variable.Name) drift) noise)

            Ok { Method = "heun"; Values = List.map update forms }
