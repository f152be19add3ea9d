/// The operators between two values, by strength, as in Python.
module internal Brian.Operators

open Brian.Ast
open Brian.Tokens

type Meaning =
    | Calculates of Arithmetic
    | Compares of Comparison
    | Joins of Logical

/// The stronger binds tighter; the right operand takes operators from strength `Right` up.
[<Sealed>]
type Infix(text: string, strength: int, right: int, meaning: Meaning) =
    member _.Text = text
    member _.Strength = strength
    member _.Right = right
    member _.Meaning = meaning

/// Strength of `not`: between `and` and the comparisons.
let notStrength = 3

/// Strength of a sign: between `*` and `**`, so that -x**2 is -(x**2).
let signStrength = 7

let private leftToRight text strength meaning =
    Infix(text, strength, strength + 1, meaning)

let private rightToLeft text strength meaning =
    Infix(text, strength, strength, meaning)

let either = leftToRight "or" 1 (Joins Or)
let both = leftToRight "and" 2 (Joins And)
let less = leftToRight "<" 4 (Compares Less)
let lessOrEqual = leftToRight "<=" 4 (Compares LessOrEqual)
let greater = leftToRight ">" 4 (Compares Greater)
let greaterOrEqual = leftToRight ">=" 4 (Compares GreaterOrEqual)
let equal = leftToRight "==" 4 (Compares Equal)
let notEqual = leftToRight "!=" 4 (Compares NotEqual)
let plus = leftToRight "+" 5 (Calculates Add)
let minus = leftToRight "-" 5 (Calculates Subtract)
let times = leftToRight "*" 6 (Calculates Multiply)
let over = leftToRight "/" 6 (Calculates Divide)
let floorOver = leftToRight "//" 6 (Calculates FloorDivide)
let modulo = leftToRight "%" 6 (Calculates Modulo)
let power = rightToLeft "**" 8 (Calculates Power)

let ofArithmetic (arithmetic: Arithmetic) =
    match arithmetic with
    | Add -> plus
    | Subtract -> minus
    | Multiply -> times
    | Divide -> over
    | FloorDivide -> floorOver
    | Modulo -> modulo
    | Power -> power

let ofComparison (comparison: Comparison) =
    match comparison with
    | Less -> less
    | LessOrEqual -> lessOrEqual
    | Greater -> greater
    | GreaterOrEqual -> greaterOrEqual
    | Equal -> equal
    | NotEqual -> notEqual

let ofLogical (logical: Logical) =
    match logical with
    | And -> both
    | Or -> either

/// The operator at the stream, null where there is none.
let here (stream: Stream) : Infix | null =
    let two = stream.Peek2()

    match two.Char0, two.Char1 with
    | '+', _ -> plus
    | '-', _ -> minus
    | '*', '*' -> power
    | '*', _ -> times
    | '/', '/' -> floorOver
    | '/', _ -> over
    | '%', _ -> modulo
    | '<', '>' -> null
    | '<', '=' -> lessOrEqual
    | '<', _ -> less
    | '>', '=' -> greaterOrEqual
    | '>', _ -> greater
    | '=', '=' when not (isAt stream.UserState.Text (offset stream + 2) "=") -> equal
    | '!', '=' -> notEqual
    | 'a', 'n' when isWord stream "and" -> both
    | 'o', 'r' when isWord stream "or" -> either
    | _ -> null
