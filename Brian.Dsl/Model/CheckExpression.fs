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

    /// The functions of numbers that stand as numbers in the model.
    member val Calculated = Dictionary<Expr, Expr>(HashIdentity.Reference)

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
let private calculated (collector: Collector) expr =
    match expr with
    | Apply _ ->
        match constant expr with
        | ValueSome value ->
            let number = Number value
            collector.Calculated[number] <- expr
            number
        | ValueNone -> expr
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

/// How a function is called: clip(x, low, high).
let private callOf (f: Function) =
    f.Name + "(" + String.concat ", " (List.map fst f.Parameters) + ")"

/// Where the operator between two operands stands.
let private operatorSpan (operator: string) (left: Ast.Expr) (right: Ast.Expr) =
    let source = left.Span.Source

    match source.Text.IndexOf(operator, left.Span.End, max 0 (right.Span.Start - left.Span.End)) with
    | -1 -> left.Span.To right.Span
    | at -> { Source = source; Start = at; End = at + operator.Length }

/// What a reader takes for a unit when it stands behind a number.
let private wellKnownUnits =
    lazy
        (set
            [
                yield! UnitRows.shortNames
                for row in UnitRows.all do
                    yield! row.Names
            ])

/// A name that is no unit here although it stands behind a number and a well-known unit has it: `10*ms`.
let private unitOrVariable (scope: Scope) (left: Ast.Expr) (right: Ast.Expr) =
    let whole = left.Span.To right.Span

    match left.Node, right.Node with
    | (Ast.Integer _ | Ast.Real _), Ast.Name name when wellKnownUnits.Value.Contains name ->
        match scope.Constants.ContainsKey name, resolve scope name with
        | true, _ -> Some(Mistakes.unitOrVariable whole name "constant" left.Span.Text)
        | false, Value(_, (Variable _ | Local _)) ->
            Some(Mistakes.unitOrVariable whole name "variable" left.Span.Text)
        | _ -> None
    | _ -> None

/// A function of arguments whose number is right: every unit checked, every mistake reported.
let private applied (collector: Collector) (f: Function) (given: (Ast.Expr * Typed) list) : Typed =
    let values = List.map snd given

    let powerOf n exponent =
        (dimensionOf values[n].Type).Power exponent

    /// Checks one argument; `common` is what those before it have in common.
    let checkOne (common: Typed) ((parameter, rule), (argument: Ast.Expr, value: Typed)) =
        let mustBe expected (mistake: Span -> string -> ValueType -> Diagnostic) =
            if not (fits expected value) then
                collector.Mistakes.Add(mistake argument.Span f.Name value.Type)

        match rule with
        | UnitRule.Any -> common
        | UnitRule.Common ->
            match unify common value with
            | ValueSome valueType -> { common with Type = valueType; IsZero = common.IsZero && value.IsZero }
            | ValueNone ->
                let first, _ = given.Head

                collector.Mistakes.Add(
                    Mistakes.unlikeArgument argument.Span f.Name value.Type first.Span.Text common.Type
                )

                common
        | UnitRule.Power(n, _) when values[n].IsZero -> common
        | UnitRule.Power(n, exponent) ->
            let like, _ = given[n]
            let expected = Real(powerOf n exponent)

            let likeText =
                if exponent = Rational.One then
                    like.Span.Text
                else
                    $"({like.Span.Text})**{exponent}"

            mustBe expected (fun span name found -> Mistakes.unlikeArgument span name found likeText expected)
            common
        | UnitRule.Fixed dimension ->
            mustBe (Real dimension) (Mistakes.wrongArgument parameter (callOf f) dimension)
            common
        | UnitRule.Whole ->
            mustBe Whole Mistakes.argumentNotWhole
            common

    if values |> List.exists (fun value -> value.Type = Anything) then
        anything
    else
        let before = collector.Mistakes.Count
        let start = if values.IsEmpty then anything else values.Head
        let common = List.fold checkOne start (List.zip f.Parameters given)

        let result =
            match f.Result with
            | UnitRule.Fixed dimension -> Real dimension
            | UnitRule.Power(n, exponent) -> Real(powerOf n exponent)
            | UnitRule.Whole -> Whole
            | UnitRule.Common
            | UnitRule.Any -> common.Type

        if collector.Mistakes.Count > before then
            anything
        else
            { Type = result; Expr = f.Build(values |> List.map _.Expr); IsZero = false }

/// A column that a timed array does not have, where that can be seen before a run.
let private columnMistake (scope: Scope) (given: (Ast.Expr * Typed) list) called =
    match called with
    | Call({ Body = Samples(samples, _) } as callable, [ _; column ]) ->
        let outOfRange last why =
            let argument, _ = given[1]
            Some(Mistakes.noSuchColumn argument.Span callable.Name samples.Columns last why)

        match column, scope.Count with
        | Index, Some count when count > samples.Columns ->
            outOfRange (float (count - 1)) $"the group has {count} neurons"
        | column, _ ->
            match constant column with
            | ValueSome number when not (number >= 0.0 && number < float samples.Columns) ->
                outOfRange number ""
            | _ -> None
    | _ -> None

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
        | Ast.Arithmetic(Ast.Multiply, left, right) when (unitOrVariable scope left right).IsSome ->
            fail (unitOrVariable scope left right).Value
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
        | Ast.Call(callee, arguments) -> call collector place scope ast callee arguments

    let typed =
        try
            judge ()
        with :? RationalOverflowException ->
            fail (Mistakes.exponentTooLarge ast.Span)

    let typed = { typed with Expr = calculated collector typed.Expr }
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
    | Function f -> fail (Mistakes.functionAsValue span (callOf f))
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

/// A function by the expression that stands before the bracket: a name or a hole.
and private call collector place scope ast (callee: Ast.Expr) arguments =
    let fail mistake =
        collector.Mistakes.Add mistake
        anything

    let meaning =
        match callee.Node with
        | Ast.Name name -> resolve scope name
        | Ast.Hole value -> constantValue value
        | _ -> Unknown

    match meaning with
    | Function f when f.Parameters.Length <> arguments.Length ->
        fail (Mistakes.wrongArity ast.Span f.Name (List.map fst f.Parameters) arguments.Length)
    | Function f ->
        let given =
            arguments |> List.map (fun argument -> argument, asNumber (check collector place scope argument))

        match place, applied collector f given with
        | InEquation variable, { Expr = Draw _ } ->
            fail (DefinitionMistakes.randomInEquation ast.Span variable)
        | _, { Expr = Draw(Poisson, _, [ mean ]) } when
            (constant mean |> ValueOption.exists (fun m -> m < 0.0))
            ->
            fail (Mistakes.negativeMean arguments.Head.Span f.Name)
        | _, ({ Expr = Draw(random, _, parts) } as typed) ->
            { typed with Expr = Draw(random, collector.NextSite(), parts) }
        | _, typed ->
            columnMistake scope given typed.Expr |> Option.iter collector.Mistakes.Add
            typed
    | Value _
    | NoiseSymbol _ -> fail (Mistakes.variableAsFunction callee.Span callee.Span.Text)
    | Unknown ->
        let functions =
            [
                yield! Map.keys table
                for pair in scope.Constants do
                    match pair.Value with
                    | HoleValue.Callable _ -> pair.Key
                    | _ -> ()
            ]

        let name = callee.Span.Text
        fail (Mistakes.unknownFunction callee.Span name (Mistakes.nearest name functions))
