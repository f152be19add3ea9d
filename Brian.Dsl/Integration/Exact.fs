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

/// The new values of equations that need each other.
let private solveConnected (setting: LinearSystem.Setting) (rows: Row list) =
    match rows with
    | [ row ] when isPlain row ->
        let value =
            match setting.Duration with
            | TimeStep -> SingleEquation.solve setting.IsKnown setting.Model row
            | elapsed -> SingleEquation.after elapsed setting.Model row

        Ok [ row.Variable.Name, Frozen.unlessRefractory row.Variable value ]
    | _ ->
        CoupledEquations.solve setting rows
        |> Result.map (List.map2 (fun (row: Row) value -> row.Variable.Name, value) rows)

/// Every equation as a row, or why it is none.
let recognised (model: Model) : Result<Row, Refusal> list =
    let states = model.Equations |> List.map (fun (v, _) -> v.Name) |> HashSet
    model.Equations |> List.mapi (recognise model states.Contains)

let private rows = recognised >> Refusal.collect

/// Solves rows of a model over a duration: the new value of each variable. `written` are the parameters that a program
/// changes during a run.
let solve
    (written: Set<string>)
    (duration: Expr)
    (model: Model)
    : Row list -> Result<(string * Expr) list, Refusal> =
    let setting: LinearSystem.Setting =
        { Model = model; IsKnown = isKnown model written; Duration = duration }

    connected >> List.map (solveConnected setting) >> Refusal.collect >> Result.map List.concat

/// Solves every linear model whose coefficients are constant within a step.
let integrate (written: Set<string>) : Integrator =
    fun model ->
        rows model
        |> Result.bind (solve written TimeStep model)
        |> Result.map (fun values -> { Method = "exact"; Values = values })

/// The solution at time t for state that stood at t - elapsed, for what is brought up to date only when an event comes.
/// `elapsed` is an expression in seconds, `written` are the parameters that change, among them those it is made of.
let after (written: Set<string>) (elapsed: Expr) (model: Model) : Result<(string * Expr) list, Refusal> =
    rows model |> Result.bind (solve written elapsed model)

/// The time constants of the equations that stand alone as (x_inf - x)/tau, by variable.
let timeConstants (model: Model) : (string * Expr) list =
    match rows model with
    | Error _ -> []
    | Ok rows ->
        [
            for group in connected rows do
                match group with
                | [ row ] when isPlain row ->
                    match SingleEquation.timeConstant row with
                    | ValueSome tau -> row.Variable.Name, tau
                    | ValueNone -> ()
                | _ -> ()
        ]

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
