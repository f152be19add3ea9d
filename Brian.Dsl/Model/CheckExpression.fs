/// Types expressions: every name resolved, every dimension proved, units turned into SI factors.
module internal Brian.Models.CheckExpression

open System.Collections.Generic
open Brian
open Brian.Engine
open Brian.Symbolic
open Brian.Symbolic.Expr
open Brian.Symbolic.Functions
open Brian.Models.Scope

/// What a check collects on its way.
type Collector() =
    let mutable site = 0

    /// Mistakes, in the order they were met.
    member val Mistakes = ResizeArray<Diagnostic>()

    /// Names without a meaning yet, with the place of their first use.
    member val Free = Dictionary<string, Span>()

    /// Where each expression was written.
    member val Spans = Dictionary<Expr, Span>(HashIdentity.Reference)

    /// A new number for a random call site.
    member _.NextSite() =
        site <- site + 1
        site

/// Where an expression stands, which decides what it may hold.
type Place =
    /// The right-hand side of dv/dt: white noise is welcome, other random numbers are not.
    | InEquation of variable: string
    /// Anywhere else.
    | Elsewhere

/// A checked expression. A literal 0 fits every unit.
[<Struct>]
type Typed = { Type: ValueType; Expr: Expr; IsZero: bool }

let private anything = { Type = Anything; Expr = Number nan; IsZero = false }

let private plain = Real Dimension.None

let private dimensionOf valueType =
    match valueType with
    | Real dimension -> dimension
    | Whole
    | Boolean
    | Anything -> Dimension.None

/// The common type of two sides that must agree, if they do.
let unify a b =
    match a, b with
    | { Type = Anything }, _
    | _, { Type = Anything } -> ValueSome Anything
    | { IsZero = true }, { Type = other }
    | { Type = other }, { IsZero = true } -> ValueSome other
    | { Type = Real x }, { Type = Real y } -> if x = y then ValueSome(Real x) else ValueNone
    | { Type = Whole }, { Type = Whole } -> ValueSome Whole
    | { Type = Real x }, { Type = Whole }
    | { Type = Whole }, { Type = Real x } -> if x.IsDimensionless then ValueSome plain else ValueNone
    | { Type = Boolean }, { Type = Boolean } -> ValueSome Boolean
    | { Type = Boolean }, _
    | _, { Type = Boolean } -> ValueNone

/// A condition used in arithmetic counts as 0 or 1.
let private asNumber typed =
    match typed.Type with
    | Boolean -> { typed with Type = Whole; Expr = Indicator typed.Expr }
    | Real _
    | Whole
    | Anything -> typed

/// May a value stand where a type is declared? A condition counts as 0 or 1, where a plain number is wanted.
let fits declared (found: Typed) =
    match declared, found.Type with
    | _ when found.IsZero -> declared <> Boolean
    | _, Anything
    | Anything, _ -> true
    | Real unit, (Whole | Boolean) -> unit.IsDimensionless
    | Whole, Boolean -> true
    | _, foundType -> declared = foundType

/// The expression of a value as a declared type stores it.
let stored declared (typed: Typed) =
    match declared with
    | Boolean -> typed.Expr
    | Real _
    | Whole
    | Anything -> (asNumber typed).Expr

/// The number an expression has whatever the state, if it has one.
let rec constant expr =
    match expr with
    | Number value -> ValueSome value
    | Negate a -> constant a |> ValueOption.map (~-)
    | Add(a, b) -> ValueOption.map2 (+) (constant a) (constant b)
    | Subtract(a, b) -> ValueOption.map2 (-) (constant a) (constant b)
    | Multiply(a, b) -> ValueOption.map2 (*) (constant a) (constant b)
    | Divide(a, b) -> ValueOption.map2 (/) (constant a) (constant b)
    | Apply(op, [ a ]) -> constant a |> ValueOption.map (fun a -> Scalar.Evaluate(op, a))
    | Apply(op, [ a; b ]) -> ValueOption.map2 (fun a b -> Scalar.Evaluate(op, a, b)) (constant a) (constant b)
    | _ -> ValueNone

/// A function of numbers as the number it is. Which terms of an equation depend on the same thing, and so which random numbers
/// they get, then never follows from the size of a unit: volt**-0.5 and second**-0.5 both are 1**-0.5 in SI units.
let private calculated expr =
    match expr with
    | Apply _ -> constant expr |> ValueOption.map Number |> ValueOption.defaultValue expr
    | other -> other

let private rational (value: float) =
    match Rational.TryFromFloat value with
    | true, rational -> ValueSome rational
    | _ -> ValueNone

/// The expression of a condition. `instead` is the way out when it is none, "" for the usual one.
let conditionOf (collector: Collector) (ast: Ast.Expr) (instead: string) typed =
    match typed.Type with
    | Boolean
    | Anything -> typed.Expr
    | Real _
    | Whole ->
        collector.Mistakes.Add(Mistakes.notACondition ast.Span typed.Type (isFixed typed.Expr) instead)
        Truth false

/// Where the operator between two operands stands.
let private operatorSpan (operator: string) (left: Ast.Expr) (right: Ast.Expr) =
    let source = left.Span.Source

    match source.Text.IndexOf(operator, left.Span.End, max 0 (right.Span.Start - left.Span.End)) with
    | -1 -> left.Span.To right.Span
    | at -> { Source = source; Start = at; End = at + operator.Length }

/// Types one expression.
let rec check (collector: Collector) (place: Place) (scope: Scope) (ast: Ast.Expr) : Typed =
    let fail mistake =
        collector.Mistakes.Add mistake
        anything

    let recurse = check collector place scope
    let number = recurse >> asNumber

    let result valueType expr =
        { Type = valueType; Expr = expr; IsZero = false }

    /// Both sides as numbers of one unit, or the mistake.
    let sides operator (left: Ast.Expr) (right: Ast.Expr) continuation =
        let a = number left
        let b = number right

        match unify a b with
        | ValueSome common -> continuation common a.Expr b.Expr
        | ValueNone ->
            fail (
                Mistakes.sidesDiffer
                    (operatorSpan operator left right)
                    operator
                    (left.Span, a.Type)
                    (right.Span, b.Type)
            )

    let judge () =
        match ast.Node with
        | Ast.Integer value -> { Type = Whole; Expr = Number value; IsZero = (value = 0.0) }
        | Ast.Real value -> { Type = plain; Expr = Number value; IsZero = (value = 0.0) }
        | Ast.Boolean value -> result Boolean (Truth value)
        | Ast.Hole value -> name collector place scope ast.Span "" (constantValue value)
        | Ast.Name text -> name collector place scope ast.Span text (resolve scope text)
        | Ast.Negate operand ->
            let value = number operand
            { value with Expr = Algebra.negate value.Expr }
        | Ast.Arithmetic((Ast.Add | Ast.Subtract) as operator, left, right) ->
            sides (Operators.ofArithmetic operator).Text left right (fun common a b ->
                result common (if operator = Ast.Add then Add(a, b) else Subtract(a, b)))
        | Ast.Arithmetic(Ast.Modulo, left, right) ->
            sides "%" left right (fun common a b -> result common (Apply(Op.Modulo, [ a; b ])))
        | Ast.Arithmetic(Ast.FloorDivide, left, right) ->
            sides "//" left right (fun common a b ->
                result (if common = Whole then Whole else plain) (Apply(Op.FloorDivide, [ a; b ])))
        | Ast.Arithmetic(Ast.Multiply, left, right) ->
            match number left, number right with
            | { Type = Anything }, _
            | _, { Type = Anything } -> anything
            | { Type = Whole; Expr = a }, { Type = Whole; Expr = b } -> result Whole (Multiply(a, b))
            | a, b -> result (Real(dimensionOf a.Type * dimensionOf b.Type)) (Multiply(a.Expr, b.Expr))
        | Ast.Arithmetic(Ast.Divide, left, right) ->
            match number left, number right with
            | { Type = Anything }, _
            | _, { Type = Anything } -> anything
            | a, b -> result (Real(dimensionOf a.Type / dimensionOf b.Type)) (Divide(a.Expr, b.Expr))
        | Ast.Arithmetic(Ast.Power, left, right) -> power collector recurse ast left right
        | Ast.Compare(first, links) ->
            let link (left: Ast.Expr, conditions) (comparison, right: Ast.Expr) =
                let condition =
                    sides (Operators.ofComparison comparison).Text left right (fun _ a b ->
                        result Boolean (Compare(comparison, a, b)))

                right, condition.Expr :: conditions

            let _, conditions = List.fold link (first, []) links
            result Boolean (conditions |> List.rev |> List.reduce (fun a b -> And(a, b)))
        | Ast.Not operand -> result Boolean (Not(condition collector place scope operand))
        | Ast.Logical(logical, left, right) ->
            let a = condition collector place scope left
            let b = condition collector place scope right
            result Boolean (if logical = Ast.And then And(a, b) else Or(a, b))
        | Ast.If(test, consequence, alternative) ->
            let test = condition collector place scope test
            let a = recurse consequence
            let b = recurse alternative

            match unify a b with
            | ValueSome Boolean -> result Boolean (Or(And(test, a.Expr), And(Not test, b.Expr)))
            | ValueSome common -> result common (If(test, a.Expr, b.Expr))
            | ValueNone ->
                fail (
                    Mistakes.branchesDiffer
                        alternative.Span
                        (consequence.Span, a.Type)
                        (alternative.Span, b.Type)
                )
        | Ast.Call(functionName, nameSpan, arguments) ->
            call collector place scope ast functionName nameSpan arguments

    let typed =
        try
            judge ()
        with :? RationalOverflowException ->
            fail (Mistakes.exponentTooLarge ast.Span)

    let typed = { typed with Expr = calculated typed.Expr }
    collector.Spans.TryAdd(typed.Expr, ast.Span) |> ignore
    typed

/// A name, by its meaning.
and private name collector place scope span text meaning =
    let fail mistake =
        collector.Mistakes.Add mistake
        anything

    match meaning with
    | Value(valueType, expr) -> { Type = valueType; Expr = expr; IsZero = false }
    | NoiseSymbol symbol ->
        match place with
        | InEquation _ -> { Type = Real(second.Power(Rational(-1, 2))); Expr = Noise symbol; IsZero = false }
        | Elsewhere -> fail (DefinitionMistakes.noiseOutside span)
    | FunctionName -> fail (Mistakes.functionAsValue span text)
    | Unknown when text = "" -> anything // a refused hole: the grammar has reported it
    | Unknown when not scope.IsRefractory && refractoryVariables.ContainsKey text ->
        fail (DefinitionMistakes.onlyWithRefractoriness span text)
    | Unknown ->
        collector.Free.TryAdd(text, span) |> ignore
        { anything with Expr = Variable text }

and private power collector recurse ast left right =
    let fail mistake =
        collector.Mistakes.Add mistake
        anything

    let value = recurse left |> asNumber
    let exponent = recurse right |> asNumber

    let expr =
        match constant exponent.Expr with
        | ValueSome number -> Apply(Op.Power, [ value.Expr; Number number ])
        | ValueNone -> Apply(Op.Power, [ value.Expr; exponent.Expr ])

    let result valueType =
        { Type = valueType; Expr = expr; IsZero = false }

    match value.Type, exponent.Type with
    | Anything, _
    | _, Anything -> anything
    | _, Real unit when not unit.IsDimensionless -> fail (Mistakes.exponentWithUnit right.Span unit)
    | Whole, Whole when
        (match constant exponent.Expr with
         | ValueSome n -> n >= 0.0
         | ValueNone -> false)
        ->
        result Whole
    | Real dimension, _ when not dimension.IsDimensionless ->
        match constant exponent.Expr |> ValueOption.bind rational with
        | ValueSome rational -> result (Real(dimension.Power rational))
        | ValueNone -> fail (Mistakes.exponentNotConstant right.Span left.Span.Text dimension)
    | _ -> result plain

/// A condition: what stands behind if, and, or, not.
and condition collector place scope (ast: Ast.Expr) : Expr =
    check collector place scope ast |> conditionOf collector ast ""

and private call collector place scope ast functionName nameSpan arguments =
    let fail mistake =
        collector.Mistakes.Add mistake
        anything

    match Map.tryFind functionName table with
    | None ->
        match resolve scope functionName with
        | Unknown ->
            let suggestion = Mistakes.nearest functionName (Map.keys table)
            fail (Mistakes.unknownFunction nameSpan functionName suggestion)
        | Value _
        | NoiseSymbol _
        | FunctionName -> fail (Mistakes.variableAsFunction nameSpan functionName)
    | Some f when f.Parameters.Length <> arguments.Length ->
        fail (Mistakes.wrongArity ast.Span functionName f.Parameters arguments.Length)
    | Some f ->
        let values = arguments |> List.map (check collector place scope >> asNumber)

        let result valueType =
            { Type = valueType; Expr = f.Build(values |> List.map _.Expr); IsZero = false }

        let mustBePlain (argument: Ast.Expr) value =
            match value.Type with
            | Real unit when not unit.IsDimensionless ->
                let help =
                    $"dividing by a quantity of the same unit, for example {functionName}({argument.Span.Text}/{unit.Name})"

                Some(Mistakes.wrongArgument argument.Span functionName value.Type "1" "a plain number" help)
            | Real _
            | Whole
            | Boolean
            | Anything -> None

        let allPlain valueType =
            match List.map2 mustBePlain arguments values |> List.choose id with
            | [] -> result valueType
            | mistakes ->
                collector.Mistakes.AddRange mistakes
                anything

        let draw valueType =
            match place with
            | InEquation variable -> fail (DefinitionMistakes.randomInEquation ast.Span variable)
            | Elsewhere ->
                match allPlain valueType with
                | { Expr = Draw(Poisson, _, [ mean ]) } when
                    (constant mean |> ValueOption.exists (fun m -> m < 0.0))
                    ->
                    fail (Mistakes.negativeMean arguments.Head.Span functionName)
                | { Expr = Draw(random, _, arguments) } as typed ->
                    { typed with Expr = Draw(random, collector.NextSite(), arguments) }
                | typed -> typed

        match f.Rule, values with
        | _ when values |> List.exists (fun v -> v.Type = Anything) -> { result Anything with IsZero = false }
        | Pure, _ -> allPlain plain
        | ToWhole, _ -> allPlain Whole
        | Root, [ x ] -> result (Real((dimensionOf x.Type).Power(Rational(1, 2))))
        | Keep, [ x ] -> result x.Type
        | SignOf, _ -> result Whole
        | RandomNumber _, _ -> draw plain
        | RandomCount _, _ -> draw Whole
        | Steps, _ ->
            let mistakes =
                List.map2
                    (fun (argument: Ast.Expr) value ->
                        if value.IsZero || value.Type = Real second then
                            None
                        else
                            Some(
                                Mistakes.wrongArgument
                                    argument.Span
                                    functionName
                                    value.Type
                                    "second"
                                    "a duration"
                                    ""
                            ))
                    arguments
                    values
                |> List.choose id

            if mistakes.IsEmpty then
                result Whole
            else
                collector.Mistakes.AddRange mistakes
                anything
        | Same, first :: rest ->
            let join common (argument: Ast.Expr, value) =
                match common with
                | Error _ -> common
                | Ok known ->
                    match unify known value with
                    | ValueSome valueType ->
                        Ok { known with Type = valueType; IsZero = known.IsZero && value.IsZero }
                    | ValueNone ->
                        Error(
                            Mistakes.wrongArgument
                                argument.Span
                                functionName
                                value.Type
                                (Mistakes.describe known.Type)
                                $"like {arguments.Head.Span.Text}"
                                "giving all arguments one unit"
                        )

            match List.fold join (Ok first) (List.zip arguments.Tail rest) with
            | Ok common -> result common.Type
            | Error mistake -> fail mistake
        | (Root | Keep | Same), _ -> invalidOp $"{functionName}: the arity was checked above"
