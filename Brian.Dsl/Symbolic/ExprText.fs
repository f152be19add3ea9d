/// Expressions as text for people, in the notation of model text, with dt and what the solver adds.
module internal Brian.Symbolic.ExprText

open System.Globalization
open Brian
open Brian.Engine
open Brian.Symbolic.Expr

/// How tightly the outermost operation binds; a looser part goes in brackets.
type private Level =
    | Loose = 0
    | Sum = 1
    | Product = 2
    | Power = 3
    | Atom = 4

/// An operation's name in model text.
let nameOf (op: Op) =
    match op with
    | Op.Absolute -> "abs"
    | Op.SquareRoot -> "sqrt"
    | Op.Truncate -> "int"
    | Op.Ceiling -> "ceil"
    | Op.Minimum -> "min"
    | Op.Maximum -> "max"
    | other -> other.ToString().ToLowerInvariant()

let rec private write (expr: Expr) : struct (string * Level) =
    let within level part =
        let struct (text, inner) = write part
        if inner < level then $"({text})" else text

    let binary sign left right level =
        struct ($"{within level left}{sign}{within (enum (int level + 1)) right}", level)

    let call (name: string) parts =
        struct (name + "(" + String.concat ", " (List.map (within Level.Loose) parts) + ")", Level.Atom)

    match expr with
    | Number value ->
        let text = value.ToString("R", CultureInfo.InvariantCulture)
        struct (text, (if value < 0.0 then Level.Sum else Level.Atom))
    | Truth value -> struct ((if value then "true" else "false"), Level.Atom)
    | Variable name
    | Local name
    | Noise name -> struct (name, Level.Atom)
    | Time -> struct ("t", Level.Atom)
    | TimeStep -> struct ("dt", Level.Atom)
    | StepNumber -> struct ("t_in_timesteps", Level.Atom)
    | Index -> struct ("i", Level.Atom)
    | Entry(propagator, place) -> struct (propagator.Names[place], Level.Atom)
    | Add(a, b) -> binary " + " a b Level.Sum
    | Subtract(a, b) -> binary " - " a b Level.Sum
    | Multiply(a, b) -> binary "*" a b Level.Product
    | Divide(a, b) -> binary "/" a b Level.Product
    | Negate a -> struct ("-" + within Level.Product a, Level.Sum)
    | Apply(Op.Power, [ a; b ]) -> binary "**" a b Level.Power
    | Apply(Op.MultiplyAdd, [ a; b; c ]) -> write (Add(c, Multiply(a, b)))
    | Precise(op, argument) -> call (nameOf op) [ argument ]
    | Apply(op, parts) -> call (nameOf op) parts
    | Call(callable, parts) -> call callable.Name parts
    | Draw(Uniform, _, _) -> struct ("rand()", Level.Atom)
    | Draw(Gaussian, _, _) -> struct ("randn()", Level.Atom)
    | Draw(Poisson, _, parts) -> call "poisson" parts
    | Compare(comparison, a, b) ->
        struct ($"{within Level.Sum a} {(Operators.ofComparison comparison).Text} {within Level.Sum b}",
                Level.Loose)
    | And(a, b) -> struct ($"{within Level.Sum a} and {within Level.Sum b}", Level.Loose)
    | Or(a, b) -> struct ($"{within Level.Sum a} or {within Level.Sum b}", Level.Loose)
    | Not a -> struct ($"not {within Level.Sum a}", Level.Loose)
    | If(condition, a, b) ->
        struct ($"if {within Level.Loose condition} then {within Level.Sum a} else {within Level.Sum b}",
                Level.Loose)
    | Indicator condition -> call "int" [ condition ]

/// The text of an expression.
let ofExpr (expr: Expr) =
    let struct (text, _) = write expr
    text
