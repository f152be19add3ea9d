/// Checks the other texts of a group: conditions, values, statements.
module internal Brian.Models.CheckCode

open Brian
open Brian.Symbolic
open Brian.Symbolic.Expr
open Brian.Models.Scope
open Brian.Models.CheckExpression

/// The result of a check, or every mistake; a name without a meaning is a mistake here.
let private finish (collector: Collector) scope result =
    let unknown =
        [
            for pair in collector.Free ->
                if scope.Locals.ContainsKey pair.Key then
                    DefinitionMistakes.usedBeforeLet pair.Value pair.Key
                else
                    Mistakes.unknownName pair.Value pair.Key (Mistakes.nearest pair.Key (candidates scope))
        ]

    match Mistakes.inOrder (Seq.append collector.Mistakes unknown) with
    | [] -> Ok result
    | mistakes -> Error mistakes

/// The usual way out of a value of the wrong type.
let usual (_: ValueType) = ""

/// A condition: threshold, refractoriness, selection of neurons. `instead` says what to do about a value of another type.
let condition (scope: Scope) (instead: ValueType -> string) (ast: Ast.Expr) : Result<Expr, Diagnostic list> =
    let collector = Collector()
    let typed = check collector Elsewhere scope ast
    finish collector scope (conditionOf collector ast (instead typed.Type) typed)

/// A value for something of a declared type: initial values, a refractory period. Conditions come as 0 and 1.
let value (scope: Scope) (what: string) (declared: ValueType) (instead: ValueType -> string) (ast: Ast.Expr) =
    let collector = Collector()
    let typed = check collector Elsewhere scope ast

    if not (fits declared typed) then
        Mistakes.wrongUnit ast.Span what typed.Type declared "" (instead typed.Type)
        |> collector.Mistakes.Add

    finish collector scope (stored declared typed)

let private combine (operator: Ast.Arithmetic) (target: Ast.Expr) (value: Ast.Expr) : Ast.Expr =
    { Node = Ast.Arithmetic(operator, target, value); Span = target.Span.To value.Span }

/// Why a variable may not be changed by a statement, if it may not.
let private readOnly (model: Model) span name =
    match model.Find name with
    | Some { Rule = Subexpression _ } ->
        Some(
            DefinitionMistakes.assignReadOnly
                span
                name
                "it is a subexpression, computed from other variables"
                "changing one of those"
        )
    | Some { Constant = true } -> Some(DefinitionMistakes.assignConstant span name)
    | Some { Shared = true } -> Some(DefinitionMistakes.assignShared span name)
    | Some _ -> None
    | None ->
        match reserved name with
        | ValueSome meaning ->
            Some(
                DefinitionMistakes.assignReadOnly
                    span
                    name
                    $"it is {meaning}"
                    "a variable of the equations, or leaving this statement away"
            )
        | ValueNone -> None

/// Statements of a reset, in order; later ones see what earlier ones set.
let statements
    (model: Model)
    (scope: Scope)
    (block: Ast.Statement list)
    : Result<Statement list, Diagnostic list> =
    let collector = Collector()
    let locals = ref Map.empty

    let checkAssignment (scope: Scope) name span (operator: Ast.Arithmetic option) (right: Ast.Expr) =
        let right =
            match operator with
            | None -> right
            | Some operator -> combine operator { Node = Ast.Name name; Span = span } right

        match Map.tryFind name scope.Locals, Map.tryFind name scope.Variables, readOnly model span name with
        | Some _, _, _ ->
            let typed = check collector Elsewhere scope right
            locals.Value <- Map.add name typed.Type locals.Value
            [ SetLocal(name, typed.Expr) ]
        | None, _, Some mistake ->
            collector.Mistakes.Add mistake
            []
        | None, Some declared, None ->
            let typed = check collector Elsewhere scope right

            if not (fits declared typed) then
                Mistakes.wrongUnit right.Span $"the value for {name}" typed.Type declared "" ""
                |> collector.Mistakes.Add

            [ SetVariable(name, stored declared typed) ]
        | None, None, None ->
            let settable =
                [
                    for v in model.Variables do
                        if (readOnly model span v.Name).IsNone then
                            v.Name
                ]

            let names = Seq.append settable (Map.keys scope.Locals)

            collector.Mistakes.Add(
                DefinitionMistakes.assignUnknown span name (Mistakes.nearest name names) names
            )

            []

    let result =
        [
            for statement in block do
                let scope = { scope with Locals = locals.Value }

                match statement with
                | Ast.Let(name, span, right) ->
                    let isVariable = scope.Variables.ContainsKey name

                    if isVariable || scope.Constants.ContainsKey name || (reserved name).IsSome then
                        collector.Mistakes.Add(DefinitionMistakes.localHides span name isVariable)
                    else
                        let typed = check collector Elsewhere scope right
                        locals.Value <- Map.add name typed.Type locals.Value
                        yield SetLocal(name, typed.Expr)
                | Ast.Assign(name, span, operator, right) ->
                    yield! checkAssignment scope name span operator right
        ]

    finish collector { scope with Locals = locals.Value } result
