/// Recognises linear equations dx_i/dt = sum_j A_ij x_j + b_i(t) + sum_k G_ik xi_k.
module internal Brian.Integration.LinearRow

open Brian.Models
open Brian.Symbolic.Algebra
open Brian.Symbolic.Expr

/// One linear equation.
type Row =
    {
        Variable: Variable
        /// Its place among the equations of the model, which names its random numbers.
        Place: int
        /// The right-hand side without noise, as written.
        Drift: Expr
        /// The coefficients A_ij by variable, and b_i as written.
        Form: Linear<string>
        /// b_i taken apart.
        Forcing: Forcing.Term list
        /// The coefficients G_ik by noise.
        Noise: Map<string, Expr>
    }

let refuse reason term : Result<'value, Refusal> =
    Error { Reason = reason; Term = ValueSome term }

let coefficient row name =
    Map.tryFind name row.Form.Coefficients |> Option.defaultValue zero

let private isDraw =
    function
    | Draw _ -> true
    | _ -> false

/// The first part of the expressions that satisfies a condition.
let private firstWith condition exprs =
    exprs |> Seq.tryPick (tryPick (fun part -> if condition part then Some part else None))

let private noise (model: Model) (variable: Variable) (factors: Map<string, Expr>) =
    let unfit (name: string, factor) =
        let about what =
            $"the noise {name} in d{variable.Name}/dt has a factor that {what}"

        if Euler.dependsOnState model factor then
            Some(about "depends on the state", factor)
        elif (Forcing.tryTime factor).IsSome then
            Some(about "depends on the time t within a step", factor)
        elif exists isDraw factor then
            Some(about "draws random numbers", factor)
        else
            None

    match Map.toSeq factors |> Seq.tryPick unfit with
    | Some(reason, factor) -> refuse reason factor
    | None -> Ok factors

/// An equation as a row, or why it is none.
let recognise (model: Model) isState place (variable: Variable, right) : Result<Row, Refusal> =
    let atom =
        function
        | Variable name when isState name -> ValueSome name
        | _ -> ValueNone

    let about what = $"d{variable.Name}/dt {what}"

    let row drift (form: Linear<string>) noise =
        let coefficients = Map.values form.Coefficients

        let changing (name, coefficient) =
            Forcing.tryTime coefficient |> Option.map (fun term -> name, term)

        match
            Seq.tryPick changing (Map.toSeq form.Coefficients),
            firstWith isDraw (Seq.append coefficients [ form.Rest ])
        with
        | Some(name, term), _ -> refuse (about $"has a coefficient of {name} that depends on the time t") term
        | _, Some term -> refuse (about "draws random numbers") term
        | None, None ->
            match Forcing.terms form.Rest with
            | Error term ->
                refuse
                    (about "depends on the time t, but not by sums and products of powers, exp, sin and cos")
                    term
            | Ok forcing ->
                Ok
                    {
                        Variable = variable
                        Place = place
                        Drift = drift
                        Form = form
                        Forcing = forcing
                        Noise = noise
                    }

    Euler.split variable right
    |> Result.bind (fun stochastic ->
        noise model variable stochastic.Coefficients
        |> Result.bind (fun noise ->
            match linear atom stochastic.Rest with
            | Error term -> refuse (about "is not linear") term
            | Ok form -> row stochastic.Rest form noise))

/// Groups of equations that need each other, or share a noise, in the order of the text.
let connected (rows: Row list) =
    let touch a b =
        coefficient a b.Variable.Name <> zero
        || coefficient b a.Variable.Name <> zero
        || a.Noise.Keys |> Seq.exists b.Noise.ContainsKey

    let rec absorb group rest =
        match List.partition (fun row -> List.exists (touch row) group) rest with
        | [], rest -> group, rest
        | added, rest -> absorb (group @ added) rest

    let rec split rows =
        match rows with
        | [] -> []
        | first :: rest ->
            let group, others = absorb [ first ] rest
            List.sortBy _.Place group :: split others

    split rows

/// One Gaussian of a step. Component `part` of the model's equation `place`; in a model with n equations the call site is
/// part * n + place, so that each independent component has a use of its own (see docs/decisions/0006).
let gaussian (model: Model) part place =
    Draw(Gaussian, part * model.Equations.Length + place, [])

/// b as a sum of coefficients times things. What `isCoefficient` accepts is a coefficient of the thing 1; the rest is split
/// into coefficients of its variables where that can be done.
let gather isCoefficient expr =
    let atom part =
        match part with
        | Variable name when not (isCoefficient part) -> ValueSome name
        | _ -> ValueNone

    if isCoefficient expr then
        [ expr, one ]
    else
        match linear atom expr with
        | Ok form when form.Coefficients |> Map.forall (fun _ c -> isCoefficient c) ->
            [
                for name, factor in Map.toList form.Coefficients do
                    yield factor, Variable name
                if form.Rest <> zero then
                    if isCoefficient form.Rest then yield form.Rest, one else yield one, form.Rest
            ]
        | _ -> [ one, expr ]
