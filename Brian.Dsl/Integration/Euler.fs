/// Forward Euler, and Euler-Maruyama where there is white noise (Kloeden and Platen 1992, chapter 10.2).
module internal Brian.Integration.Euler

open Brian.Engine
open Brian.Models
open Brian.Symbolic
open Brian.Symbolic.Algebra
open Brian.Symbolic.Expr

let noiseOf =
    function
    | Noise name -> ValueSome name
    | _ -> ValueNone

/// The increment of a noise over one step: a normal number times sqrt(dt), one for each name.
let increment (names: string list) name =
    Multiply(Apply(Op.SquareRoot, [ TimeStep ]), Draw(Gaussian, List.findIndex ((=) name) names, []))

/// The noises in an expression.
let rec noisesIn expr : Set<string> =
    match expr with
    | Noise name -> Set.singleton name
    | _ -> operands expr |> Seq.map noisesIn |> Set.unionMany

/// All noises of a model, in the order of their names.
let noises (model: Model) =
    model.Equations |> Seq.map (snd >> noisesIn) |> Set.unionMany |> Set.toList

/// Drift and noise factors of an equation dx = f dt + sum g_k dW_k.
let split (variable: Variable) right =
    linear noiseOf right
    |> Result.mapError (fun term ->
        { Reason = $"white noise is not a factor in d{variable.Name}/dt"; Term = ValueSome term })

/// Does the expression change with the differential variables?
let dependsOnState (model: Model) expr =
    let names = model.Equations |> List.map (fun (v, _) -> v.Name) |> Set.ofList
    not (Set.intersect names (variables expr)).IsEmpty

/// x + dt f + sum g_k sqrt(dt) N_k. Noise whose factor depends on the state is refused: the result would be the Ito
/// solution, where the other methods give Stratonovich's.
let integrate: Integrator =
    fun model ->
        let names = noises model

        let update (variable: Variable, right) =
            split variable right
            |> Result.bind (fun form ->
                match
                    form.Coefficients |> Map.toList |> List.tryFind (fun (_, g) -> dependsOnState model g)
                with
                | Some(noise, factor) ->
                    Error
                        {
                            Reason =
                                $"the noise {noise} in d{variable.Name}/dt has a factor that depends on the state"
                            Term = ValueSome factor
                        }
                | None ->
                    let drift = multiply TimeStep form.Rest

                    let noise =
                        sum
                            [
                                for name, factor in Map.toList form.Coefficients ->
                                    multiply factor (increment names name)
                            ]

                    let next = add (add (Variable variable.Name) drift) noise
                    Ok(variable.Name, Frozen.unlessRefractory variable next))

        let folder found equation =
            Result.bind (fun found -> update equation |> Result.map (fun value -> value :: found)) found

        List.fold folder (Ok []) model.Equations
        |> Result.map (fun values -> { Method = "euler"; Values = List.rev values })
