/// The intermediate formats of a model as text, for users, developers and snapshots.
module internal Brian.Explain

open Brian.Integration
open Brian.Models
open Brian.Symbolic
open Brian.Symbolic.Expr

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

/// What stands in the text instead of a number: the name in a hole, `10*ms`.
let private spelling (model: Model) (expr: Expr) =
    match expr with
    | Number _ ->
        match model.Spans.TryGetValue expr with
        | true, span -> ValueSome(span.Text.Trim('{', '}'))
        | _ -> ValueNone
    | _ -> ValueNone

/// The closed form of the exact solution, in the words of the model; empty where the solution is a matrix of numbers.
let solution (model: Model) =
    [
        for name, value in Exact.closedForms model ->
            $"{name}(t + dt) = {ExprText.spelled (spelling model) value}"
    ]

/// Why methods were passed over.
let choice (choice: Choose.Choice) =
    section
        $"chosen: {choice.Update.Method}"
        [
            for name, refusal in choice.PassedOver ->
                match refusal.Term with
                | ValueSome term -> $"not {name}: {refusal.Reason}: {ExprText.ofExpr term}"
                | ValueNone -> $"not {name}: {refusal.Reason}"
        ]
