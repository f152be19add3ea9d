/// Constants of a model by their names: formulas show tau or 10 ms where the model has the number 0.01.
module internal Brian.Integration.NamedConstants

open System
open System.Collections.Generic
open Brian
open Brian.Engine
open Brian.Models
open Brian.Symbolic
open Brian.Symbolic.Expr

/// What a number goes by, and whether it is the negative of that.
type private Spelling = { Symbol: Formula.Symbol; IsNegative: bool }

let private isName (text: string) =
    text <> ""
    && (Char.IsLetter text[0] || text[0] = '_')
    && text |> Seq.forall (fun c -> Char.IsLetterOrDigit c || c = '_')

/// The name that stands in a hole of the script, where it can be read and is one.
let private nameInHole (source: Source) at =
    match source.Show(at, at + 1).Trim('{', '}') with
    | name when isName name -> Some name
    | _ -> None

/// A value with its unit, as it is displayed: 10 ms.
let private displayed (hole: Hole) value =
    match hole.Value, hole.Display.Value.IndexOf ' ' with
    | HoleValue.Quantity quantity, at when at > 0 && not quantity.IsDimensionless ->
        let number, unit =
            hole.Display.Value.Substring(0, at), hole.Display.Value.Substring(at + 1)

        let isNegative = number.StartsWith '-'
        let size = if isNegative then -value else value
        Some { Symbol = Formula.Quantity(number.TrimStart '-', unit, size); IsNegative = isNegative }
    | _ -> None

/// What a number of the model is called, by the text it was written as. `isTaken` says of a name that it means
/// something else in this model.
let private spelling (model: Model) (isTaken: string -> bool) expr value =
    match model.Spans.TryGetValue expr with
    | true, span ->
        let written = span.Source.Text.Substring(span.Start, span.End - span.Start).Trim()
        let isNegative = written.StartsWith '-'
        let text = written.TrimStart('-').Trim()
        let size = if isNegative then -value else value

        let found =
            if text = string Source.HoleMark then
                let at = span.Source.Text.IndexOf(Source.HoleMark, span.Start)

                match nameInHole span.Source at with
                | Some name when not (isTaken name) ->
                    Some { Symbol = Formula.Constant(name, size); IsNegative = false }
                | _ -> span.Source.HoleAt at |> Option.bind (fun hole -> displayed hole size)
            elif isName text then
                match UnitTable.tryFind text with
                | ValueSome unit when unit.Scale = size ->
                    Some { Symbol = Formula.Unit(text, size); IsNegative = false }
                | _ -> Some { Symbol = Formula.Constant(text, size); IsNegative = false }
            else
                None

        found |> Option.map (fun found -> { found with IsNegative = found.IsNegative <> isNegative })
    | _ -> None

/// Names that different numbers of the model go by, or that mean something else in it.
let private taken (model: Model) =
    let rec numbers expr =
        match expr with
        | Number value ->
            match model.Calculated.TryGetValue expr with
            | true, written -> numbers written
            | _ -> [ expr, value ]
        | other -> List.collect numbers (operands other)

    let ambiguous =
        [
            for _, right in model.Equations do
                for expr, value in numbers right do
                    match spelling model (fun _ -> false) expr value with
                    | Some { Symbol = Formula.Constant(name, value) } -> name, value
                    | _ -> ()
        ]
        |> List.distinct
        |> List.countBy fst
        |> List.filter (fun (_, count) -> count > 1)
        |> List.map fst
        |> Set.ofList

    fun name ->
        ambiguous.Contains name
        || (model.Find name).IsSome
        || (Scope.reserved name).IsSome && not (Functions.numbers.ContainsKey name)

/// The model with locals in place of its named constants, and what each of them stands for.
let name (model: Model) : Model * (string -> Formula.Symbol) =
    let isTaken = taken model
    let symbols = Dictionary<string, Formula.Symbol>()

    let local symbol =
        let key = $"{symbol}"
        symbols[key] <- symbol
        Local key

    let signed { Symbol = symbol; IsNegative = isNegative } =
        if isNegative then Negate(local symbol) else local symbol

    let spell expr value = spelling model isTaken expr value

    /// 10*ms is one quantity.
    let quantity number unit =
        match number, unit with
        | Number value, Number size ->
            match spell number value, spell unit size with
            | None, Some { Symbol = Formula.Unit(name, size); IsNegative = false } when value <> 0.0 ->
                let struct (digits, power) = FormulaText.digits (abs value)

                if power = 0 then
                    Some(
                        signed
                            {
                                Symbol = Formula.Quantity(digits, name, abs value * size)
                                IsNegative = value < 0.0
                            }
                    )
                else
                    None
            | _ -> None
        | _ -> None

    let rec rewrite expr =
        let parts () =
            withOperands expr (operands expr |> List.map rewrite)

        match expr with
        | Number value ->
            match model.Calculated.TryGetValue expr, spell expr value with
            | (true, written), _ -> rewrite written
            | _, Some found -> signed found
            | _, None -> expr
        | Call(callable, arguments) ->
            let inHole =
                match model.Spans.TryGetValue expr with
                | true, span when span.Source.Text[span.Start] = Source.HoleMark ->
                    nameInHole span.Source span.Start
                | _ -> None

            let name =
                inHole |> Option.filter (isTaken >> not) |> Option.defaultValue callable.Name

            Call({ callable with Name = name }, List.map rewrite arguments)
        // the recognition of powers wants to see the number
        | Apply(Op.Power, [ a; b ]) -> Apply(Op.Power, [ rewrite a; b ])
        | Multiply(Multiply(a, number), unit) ->
            match quantity number unit with
            | Some found -> Multiply(rewrite a, found)
            | None -> parts ()
        | Multiply(number, unit) ->
            match quantity number unit with
            | Some found -> found
            | None -> parts ()
        | _ -> parts ()

    let rewriteRule (variable: Variable) =
        match variable.Rule with
        | Differential right -> { variable with Rule = Differential(rewrite right) }
        | Subexpression _
        | Parameter -> variable

    { model with Variables = List.map rewriteRule model.Variables }, (fun key -> symbols[key])
