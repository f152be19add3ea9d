/// Functions of time that solve linear equations with constant coefficients themselves: products of powers, exponentials,
/// sines and cosines of t. Added to a linear system as further variables, they make forcing part of its exponential.
module internal Brian.Integration.Forcing

open Brian.Engine
open Brian.Symbolic
open Brian.Symbolic.Algebra
open Brian.Symbolic.Expr

/// One factor of a function of time. Rates are derivatives of the arguments.
type Wave =
    /// t^n
    | Power of int
    | Exponential of argument: Expr * rate: Expr
    | Sine of argument: Expr * rate: Expr
    | Cosine of argument: Expr * rate: Expr

/// Something constant within a step times a function of time; no waves at all: the function 1.
type Term = { Thing: Expr; Waves: Wave list }

/// Functions with more terms than this are not taken apart.
let private mostTerms = 32

/// A call that keeps the value it has at the start of a step, such as that of a timed array.
let isHeld expr =
    match expr with
    | Call(callable, _) -> callable.IsHeld
    | _ -> false

/// The first part that changes with t within a step.
let rec tryTime expr =
    match expr with
    | Time
    | StepNumber -> Some expr
    | held when isHeld held -> None
    | _ -> operands expr |> List.tryPick tryTime

let private isFree expr = (tryTime expr).IsNone

/// The rate of an argument a*t + b, if it is of that form.
let private rateOf argument =
    match
        linear
            (function
            | Time -> ValueSome()
            | _ -> ValueNone)
            argument
    with
    | Ok form when isFree form.Rest -> Map.tryFind () form.Coefficients
    | _ -> None

let private wave make argument whole =
    match rateOf argument with
    | Some rate -> Ok [ { Thing = one; Waves = [ make (argument, rate) ] } ]
    | None -> Error whole

let rec private times a b =
    match b with
    | Power n :: rest ->
        match a with
        | Power m :: others -> times (Power(m + n) :: others) rest
        | others -> times (Power n :: others) rest
    | other :: rest -> times (a @ [ other ]) rest
    | [] -> a

/// An expression as a sum of terms, or the part of it that is no such sum.
let rec terms expr : Result<Term list, Expr> =
    let scaled factor =
        List.map (fun term -> { term with Thing = factor term.Thing })

    match expr with
    | free when isFree free -> Ok(if free = zero then [] else [ { Thing = free; Waves = [] } ])
    | Time -> Ok [ { Thing = one; Waves = [ Power 1 ] } ]
    | Negate a -> terms a |> Result.map (scaled negate)
    | Add(a, b) -> both expr a b (@)
    | Subtract(a, b) -> both expr a b (fun a b -> a @ scaled negate b)
    | Multiply(a, b) ->
        both expr a b (fun a b ->
            [
                for x in a do
                    for y in b -> { Thing = multiply x.Thing y.Thing; Waves = times x.Waves y.Waves }
            ])
    | Divide(a, b) when isFree b -> terms a |> Result.map (scaled (fun thing -> divide thing b))
    | If(condition, a, b) when isFree condition ->
        both expr a b (fun a b ->
            scaled (fun thing -> If(condition, thing, zero)) a
            @ scaled (fun thing -> If(condition, zero, thing)) b)
    | Apply(Op.Power, [ a; Number n ]) when n = floor n && n >= 1.0 && n <= 8.0 ->
        terms (List.reduce (fun x y -> Multiply(x, y)) (List.replicate (int n) a))
    | Apply(Op.Exp, [ argument ]) -> wave Exponential argument expr
    | Apply(Op.Sin, [ argument ]) -> wave Sine argument expr
    | Apply(Op.Cos, [ argument ]) -> wave Cosine argument expr
    | other -> Error other

and private both whole a b join =
    match terms a, terms b with
    | Ok a, Ok b when a.Length * b.Length <= mostTerms -> Ok(join a b)
    | Ok _, Ok _ -> Error whole
    | Error part, _
    | _, Error part -> Error part

/// The rates that a term's derivatives hold.
let rates term =
    [
        for wave in term.Waves do
            match wave with
            | Power _ -> ()
            | Exponential(_, rate)
            | Sine(_, rate)
            | Cosine(_, rate) -> rate
    ]

/// The functions that one factor and its derivatives are made of, the factor first; the matrix of u' = M u.
let private familyOf wave : Expr list * (int * int * Expr) list =
    match wave with
    | Power n ->
        let power k =
            List.fold (fun product _ -> multiply product Time) one [ 1..k ]

        [ for k in n .. -1 .. 0 -> power k ], [ for k in 0 .. n - 1 -> k, k + 1, Number(float (n - k)) ]
    | Exponential(argument, rate) -> [ Precise(Op.Exp, argument) ], [ 0, 0, rate ]
    | Sine(argument, rate) ->
        [ Precise(Op.Sin, argument); Precise(Op.Cos, argument) ], [ 0, 1, rate; 1, 0, negate rate ]
    | Cosine(argument, rate) ->
        [ Precise(Op.Cos, argument); Precise(Op.Sin, argument) ], [ 0, 1, negate rate; 1, 0, rate ]

/// The same of a product of factors: all products of their functions, and the Kronecker sum of their matrices.
let family (waves: Wave list) : Expr list * (int * int * Expr) list =
    let join (functions: Expr list, matrix) wave =
        let others, otherMatrix = familyOf wave
        let size = others.Length

        [
            for f in functions do
                for g in others -> multiply f g
        ],
        [
            for i, j, rate in matrix do
                for k in 0 .. size - 1 -> i * size + k, j * size + k, rate
            for i in 0 .. functions.Length - 1 do
                for k, l, rate in otherMatrix -> i * size + k, i * size + l, rate
        ]

    List.fold join ([ one ], []) waves
