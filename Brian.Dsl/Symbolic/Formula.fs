/// Formulas as one writes them by hand: sums and products in a normal form that cancels, exponentials, and their divided
/// differences. The parts keep the order in which they were put in.
module internal Brian.Symbolic.Formula

open System
open Brian
open Brian.Engine

/// A name or a quantity in a formula.
type Symbol =
    /// A variable of the model, or t, dt, i.
    | Variable of string
    /// A constant by its name, with its SI value.
    | Constant of name: string * value: float
    /// A unit, with its size in SI units.
    | Unit of string * float
    /// A quantity without a name: 10 ms.
    | Quantity of number: string * unit: string * value: float
    /// A name that the solution introduces and defines.
    | Own of text: string * latex: string

type Formula =
    | Number of float
    | Symbol of Symbol
    | Sum of Formula list
    | Product of Formula list
    | Power of Formula * int
    /// A function of the model language.
    | Call of Op * Formula list
    /// A user function or a timed array by its name: constant within a step.
    | Outside of name: string * Formula list
    /// sinh(x)/x, 1 at 0.
    | Sinhc of Formula
    /// A divided difference of exp: exp[a, b, ...].
    | DividedExp of Formula list
    | Choice of condition: Formula * Formula * Formula
    /// A comparison, `and`, `or`, by its operator.
    | Relation of operator: string * Formula * Formula
    | Not of Formula

let zero = Number 0.0
let one = Number 1.0
let dt = Symbol(Variable "dt")
let time = Symbol(Variable "t")

let private isWhole (x: float) = x = floor x && abs x < 1e15

let rec private greatestCommonDivisor (a: float) (b: float) =
    if b = 0.0 then a else greatestCommonDivisor b (a % b)

/// A fraction in lowest terms with a positive denominator.
let private reduced (numerator: float, denominator: float) =
    let sign = if denominator < 0.0 then -1.0 else 1.0
    let n, d = sign * numerator, sign * denominator

    if n = 0.0 then
        0.0, 1.0
    elif isWhole n && isWhole d && d <> 0.0 then
        let divisor = greatestCommonDivisor (abs n) d
        n / divisor, d / divisor
    else
        n, d

let rec power (formula: Formula) (exponent: int) =
    match formula with
    | _ when exponent = 0 -> one
    | _ when exponent = 1 -> formula
    | Number 1.0 -> one
    | Number x when exponent > 1 -> Number(x ** float exponent)
    | Product factors -> product [ for factor in factors -> power factor exponent ]
    | Power(inner, n) -> power inner (n * exponent)
    | Call(Op.SquareRoot, [ x ]) when exponent % 2 = 0 -> power x (exponent / 2)
    | other -> Power(other, exponent)

/// The product; equal factors are joined, numbers come first.
and product (factors: Formula list) : Formula =
    let flat =
        factors
        |> List.collect (function
            | Product parts -> parts
            | other -> [ other ])

    let join (number: struct (float * float)) factor =
        let struct (numerator, denominator) = number

        match factor with
        | Number x -> struct (numerator * x, denominator)
        | Power(Number x, n) when n < 0 -> struct (numerator, denominator * x ** float -n)
        | _ -> number

    let struct (numerator, denominator) = List.fold join (struct (1.0, 1.0)) flat
    let numerator, denominator = reduced (numerator, denominator)

    let powers =
        flat
        |> List.choose (function
            | Number _
            | Power(Number _, _) -> None
            | Power(inner, n) -> Some(inner, n)
            | other -> Some(other, 1))
        |> List.groupBy fst
        |> List.map (fun (inner, uses) -> power inner (List.sumBy snd uses))
        |> List.filter ((<>) one)

    let parts =
        [
            if numerator <> 1.0 then
                Number numerator
            yield! powers
            if denominator <> 1.0 then
                Power(Number denominator, -1)
        ]

    let isCompound part =
        match part with
        | Product _
        | Number _
        | Power(Number _, _) -> true
        | _ -> false

    match parts with
    | _ when numerator = 0.0 -> zero
    | _ when List.exists isCompound powers -> product parts
    | [] -> one
    | [ single ] -> single
    | several -> Product several

let negate formula =
    match formula with
    | Sum terms -> Sum [ for term in terms -> product [ Number -1.0; term ] ]
    | other -> product [ Number -1.0; other ]

let over a b = product [ a; power b -1 ]

/// The number in front of a term as a fraction, and the factors behind it.
let private coefficient term =
    match term with
    | Number x -> struct (x, 1.0), []
    | Power(Number d, -1) -> struct (1.0, d), []
    | Product factors ->
        let numbers, rest =
            factors
            |> List.partition (function
                | Number _
                | Power(Number _, _) -> true
                | _ -> false)

        let value chooser =
            List.tryPick chooser numbers |> Option.defaultValue 1.0

        let numerator =
            value (function
                | Number x -> Some x
                | _ -> None)

        let denominator =
            value (function
                | Power(Number d, _) -> Some d
                | _ -> None)

        struct (numerator, denominator), rest
    | other -> struct (1.0, 1.0), [ other ]

/// The sum; equal terms are joined.
let sum (terms: Formula list) : Formula =
    let flat =
        terms
        |> List.collect (function
            | Sum parts -> parts
            | Product [ Number n; Sum parts ] -> [ for part in parts -> product [ Number n; part ] ]
            | other -> [ other ])

    let add (struct (a: float, b: float)) (struct (c, d)) =
        let n, m = if b = d then reduced (a + c, b) else reduced (a * d + c * b, b * d)
        struct (n, m)

    let joined =
        flat
        |> List.map coefficient
        |> List.groupBy (snd >> List.sort)
        |> List.map (fun (_, same) ->
            let struct (n, d) = same |> List.map fst |> List.reduce add
            product (Number n :: Power(Number d, -1) :: snd same.Head))
        |> List.filter ((<>) zero)

    match joined with
    | [] -> zero
    | [ single ] -> single
    | several -> Sum several

let subtract a b = sum [ a; negate b ]

/// Products of sums with more terms than this are left as they are.
let private mostTerms = 16

/// The terms of a formula after its sums have been multiplied out.
let rec terms (formula: Formula) : Formula list =
    match formula with
    | Number 0.0 -> []
    | Sum parts -> List.collect terms parts
    | Product factors ->
        let choices =
            factors
            |> List.map (function
                | Sum parts -> parts
                | other -> [ other ])

        if List.fold (fun count choice -> count * List.length choice) 1 choices > mostTerms then
            [ formula ]
        else
            List.foldBack
                (fun choice rest ->
                    [
                        for first in choice do
                            for others in rest -> first :: others
                    ])
                choices
                [ [] ]
            |> List.map product
            |> List.filter ((<>) zero)
    | other -> [ other ]

/// The same formula with its sums multiplied out and equal terms joined.
let expand formula = sum (terms formula)

let exp argument =
    if argument = zero then one else Call(Op.Exp, [ argument ])

let private factorial n =
    List.fold (fun product k -> product * float k) 1.0 [ 1..n ]

/// The divided difference of exp at some places, equal ones included.
let dividedExp (places: Formula list) =
    match List.distinct places with
    | [ single ] -> over (exp single) (Number(factorial (places.Length - 1)))
    | _ -> DividedExp places

/// The square root, with squares taken out of it. The sign of what is taken out is not looked at.
let squareRoot formula =
    let isSquare factor =
        match factor with
        | Number x -> x >= 0.0 && isWhole x && isWhole (sqrt x)
        | Power(Number x, -1) -> isWhole x && isWhole (sqrt x)
        | Power(_, n) -> n % 2 = 0
        | _ -> false

    let root factor =
        match factor with
        | Number x -> Number(sqrt x)
        | Power(Number x, n) -> Power(Number(sqrt x), n)
        | Power(inner, n) -> power inner (n / 2)
        | other -> other

    let factors =
        match formula with
        | Product factors -> factors
        | other -> [ other ]

    let outside, inside = List.partition isSquare factors

    let rest =
        match product inside with
        | Number 1.0 -> one
        | other -> Call(Op.SquareRoot, [ other ])

    product ((outside |> List.map root) @ [ rest ])

/// The parts of a formula, in order.
let parts formula =
    match formula with
    | Number _
    | Symbol _ -> []
    | Sum parts
    | Product parts
    | Call(_, parts)
    | Outside(_, parts)
    | DividedExp parts -> parts
    | Power(inner, _)
    | Sinhc inner
    | Not inner -> [ inner ]
    | Choice(condition, a, b) -> [ condition; a; b ]
    | Relation(_, a, b) -> [ a; b ]

/// How many symbols and numbers it is made of.
let rec size formula =
    match parts formula with
    | [] -> 1
    | parts -> List.sumBy size parts

/// Does any part satisfy the condition?
let rec exists condition formula =
    condition formula || parts formula |> List.exists (exists condition)

/// All symbols, in the order of their first use.
let rec symbols formula =
    match formula with
    | Symbol symbol -> [ symbol ]
    | other -> parts other |> List.collect symbols |> List.distinct

/// The same formula with other symbols; not in what is constant within a step.
let rec substitute (replacement: Symbol -> Formula) formula =
    let again = substitute replacement

    match formula with
    | Number _
    | Outside _ -> formula
    | Symbol symbol -> replacement symbol
    | Sum parts -> sum (List.map again parts)
    | Product parts -> product (List.map again parts)
    | Power(inner, n) -> power (again inner) n
    | Call(op, parts) -> Call(op, List.map again parts)
    | Sinhc inner -> Sinhc(again inner)
    | DividedExp parts -> DividedExp(List.map again parts)
    | Choice(condition, a, b) -> Choice(again condition, again a, again b)
    | Relation(operator, a, b) -> Relation(operator, again a, again b)
    | Not inner -> Not(again inner)

/// A formula of an expression. `symbolOf` says what a local stands for: constants go by their names.
let rec ofExpr (symbolOf: string -> Symbol) (expr: Expr.Expr) : Formula =
    let again = ofExpr symbolOf

    match expr with
    | Expr.Number value -> Number value
    | Expr.Truth value -> Number(if value then 1.0 else 0.0)
    | Expr.Variable name -> Symbol(Variable name)
    | Expr.Local name -> Symbol(symbolOf name)
    | Expr.Noise name -> Symbol(Variable name)
    | Expr.Time -> time
    | Expr.TimeStep -> dt
    | Expr.StepNumber -> Symbol(Variable "t_in_timesteps")
    | Expr.Index -> Symbol(Variable "i")
    | Expr.Entry(propagator, place) -> Symbol(Variable propagator.Names[place])
    | Expr.Add(a, b) -> sum [ again a; again b ]
    | Expr.Subtract(a, b) -> subtract (again a) (again b)
    | Expr.Multiply(a, b) -> product [ again a; again b ]
    | Expr.Divide(a, b) -> over (again a) (again b)
    | Expr.Negate a -> negate (again a)
    | Expr.Apply(Op.Power, [ a; Expr.Number n ]) when isWhole n && abs n < 100.0 -> power (again a) (int n)
    | Expr.Apply(Op.Power, [ a; Expr.Number 0.5 ]) -> Call(Op.SquareRoot, [ again a ])
    | Expr.Apply(Op.Power, [ a; Expr.Number -0.5 ]) -> power (Call(Op.SquareRoot, [ again a ])) -1
    | Expr.Apply(Op.MultiplyAdd, [ a; b; c ]) -> sum [ again c; product [ again a; again b ] ]
    | Expr.Apply(op, arguments) -> Call(op, List.map again arguments)
    | Expr.Precise(op, argument) -> Call(op, [ again argument ])
    | Expr.Call(callable, arguments) -> Outside(callable.Name, List.map again arguments)
    | Expr.Draw _ -> invalidOp "random numbers are no part of a closed form"
    | Expr.Compare(comparison, a, b) -> Relation((Operators.ofComparison comparison).Text, again a, again b)
    | Expr.And(a, b) -> Relation("and", again a, again b)
    | Expr.Or(a, b) -> Relation("or", again a, again b)
    | Expr.Not a -> Not(again a)
    | Expr.If(condition, a, b) -> Choice(again condition, again a, again b)
    | Expr.Indicator condition -> again condition
