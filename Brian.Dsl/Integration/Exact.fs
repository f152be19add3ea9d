/// Exact integration of linear equations dx/dt = A x + b(t) + G xi over one step: A and G are constant within it, b is a sum
/// of powers, exponentials, sines and cosines of t and their products.
module internal Brian.Integration.Exact

open System.Collections.Generic
open Brian.Models
open Brian.Symbolic.Expr
open Brian.Integration.LinearRow

/// Parameters that nothing writes during a run, numbers, and what is computed from them.
let private isKnown (model: Model) (written: Set<string>) leaf =
    let isConstantName name =
        match model.Find name with
        | Some { Rule = Parameter } -> not (written.Contains name)
        | _ -> false

    let changes part =
        match part with
        | Variable name -> not (isConstantName name)
        | Local _
        | Time
        | StepNumber
        | Draw _
        | Noise _ -> true
        | _ -> false

    not (exists changes leaf)

let private isPlain (row: Row) =
    row.Forcing |> List.forall _.Waves.IsEmpty

let private solveConnected (setting: CoupledEquations.Setting) (rows: Row list) =
    match rows with
    | [ row ] when isPlain row ->
        Ok
            [
                row.Variable.Name,
                Frozen.unlessRefractory row.Variable (SingleEquation.solve setting.Model row)
            ]
    | _ ->
        CoupledEquations.solve setting rows
        |> Result.map (List.map2 (fun (row: Row) value -> row.Variable.Name, value) rows)

let private collect items =
    List.foldBack
        (fun item found -> Result.bind (fun item -> Result.map (fun rest -> item :: rest) found) item)
        items
        (Ok [])

let private rows (model: Model) =
    let states = model.Equations |> List.map (fun (v, _) -> v.Name) |> HashSet
    model.Equations |> List.mapi (recognise model states.Contains) |> collect

/// Solves every linear model whose coefficients are constant within a step. `written` are the parameters that a program
/// changes during a run.
let integrate (written: Set<string>) : Integrator =
    fun model ->
        let setting: CoupledEquations.Setting =
            { Model = model; IsKnown = isKnown model written }

        rows model
        |> Result.bind (connected >> List.map (solveConnected setting) >> collect)
        |> Result.map (fun groups -> { Method = "exact"; Values = List.concat groups })

/// The solution after an arbitrary elapsed time in seconds, for state that is brought up to date only when an event comes.
/// Each equation must stand alone, without forcing by t.
let after (elapsed: Expr) (model: Model) : Result<(string * Expr) list, Refusal> =
    let isTimed (row: Row) =
        Seq.exists (exists Forcing.isHeld) (Seq.append [ row.Drift ] row.Noise.Values)

    let solve group =
        match group with
        | [ row ] when isPlain row && not (isTimed row) ->
            let value = SingleEquation.after elapsed model row
            Ok(row.Variable.Name, Frozen.unlessRefractory row.Variable value)
        | row :: _ ->
            refuse
                $"d{row.Variable.Name}/dt is coupled or driven by t, which has no solution between events yet"
                row.Drift
        | [] -> invalidOp "groups of equations have members"

    rows model |> Result.bind (connected >> List.map solve >> collect)

/// The solution as one would write it by hand, for the equations that stand alone.
let closedForms (model: Model) : (string * Expr) list =
    match rows model with
    | Error _ -> []
    | Ok rows ->
        [
            for group in connected rows do
                match group with
                | [ row ] when isPlain row -> row.Variable.Name, SingleEquation.closedForm row
                | _ -> ()
        ]
