/// The intermediate formats of a model as text, for users, developers and snapshots.
module internal Brian.Explain

open Brian.Integration
open Brian.Models
open Brian.Symbolic

let private section title (lines: string seq) =
    $"{title}\n" + (lines |> Seq.map (fun line -> "  " + line) |> String.concat "\n")

let private flags (variable: Variable) =
    let all =
        [
            if variable.UnlessRefractory then
                "unless refractory"
            if variable.Shared then
                "shared"
            if variable.Constant then
                "constant"
            if variable.ConstantOverDt then
                "constant over dt"
        ]

    if all.IsEmpty then "" else " (" + String.concat ", " all + ")"

/// Variables with their units, right-hand sides with all units turned into SI factors.
let model (model: Model) =
    section
        "checked, in SI units"
        [
            for variable in model.Variables ->
                let unit =
                    match variable.Type with
                    | Real dimension -> dimension.Name
                    | Whole -> "integer"
                    | Boolean -> "boolean"
                    | Anything -> "?"

                let rule =
                    match variable.Rule with
                    | Differential right -> $"d{variable.Name}/dt = {ExprText.ofExpr right}"
                    | Subexpression right -> $"{variable.Name} = {ExprText.ofExpr right}"
                    | Parameter -> variable.Name

                $"{rule} : {unit}{flags variable}"
        ]

/// What each differential variable becomes after one step.
let update (update: StateUpdate) =
    section
        $"integrated by {update.Method}"
        [ for name, value in update.Values -> $"{name}(t + dt) = {ExprText.ofExpr value}" ]

/// The exact solution over one step, where there is one.
let solution (solution: Solution) =
    if solution.Exists then [ section "exact solution" solution.Lines ] else []

/// Why a method cannot integrate a model, with the term to blame.
let refusal (refusal: Refusal) =
    match refusal.Term with
    | ValueSome term -> $"{refusal.Reason}: {ExprText.ofExpr term}"
    | ValueNone -> refusal.Reason

/// Why methods were passed over.
let choice (choice: Choose.Choice) =
    section
        $"chosen: {choice.Update.Method}"
        [ for name, passedOver in choice.PassedOver -> $"not {name}: {refusal passedOver}" ]
