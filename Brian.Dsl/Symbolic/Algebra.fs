/// Small algebra on expressions: sums and products without 0 and 1, linear parts. Numbers are joined only where that rounds
/// nothing, so that coefficients can be computed from them in higher precision later.
module internal Brian.Symbolic.Algebra

open Brian
open Brian.Symbolic.Expr

/// Numbers of a size whose rounding errors are numbers too.
let private isTame x =
    abs x < 1e150 && (x = 0.0 || abs x > 1e-140)

let private sumIsExact (x: float) (y: float) =
    let sum = x + y
    let back = sum - x
    isTame sum && x - (sum - back) = 0.0 && y - back = 0.0

let private productIsExact (x: float) (y: float) =
    isTame (x * y) && System.Math.FusedMultiplyAdd(x, y, -(x * y)) = 0.0

let private quotientIsExact (x: float) (y: float) =
    y <> 0.0 && isTame x && isTame (x / y) && System.Math.FusedMultiplyAdd(-(x / y), y, x) = 0.0

/// a + b, without zeros.
let add a b =
    match a, b with
    | Number 0.0, x
    | x, Number 0.0 -> x
    | Number x, Number y when sumIsExact x y -> Number(x + y)
    | x, Negate y -> Subtract(x, y)
    | _ -> Add(a, b)

/// -a.
let negate a =
    match a with
    | Number x -> Number(-x)
    | Negate x -> x
    | _ -> Negate a

/// a - b, without zeros.
let subtract a b =
    match a, b with
    | x, Number 0.0 -> x
    | Number 0.0, x -> negate x
    | Number x, Number y when sumIsExact x -y -> Number(x - y)
    | _ -> Subtract(a, b)

/// a * b, without zeros and ones. A coefficient that is exactly 0 removes its term, whatever the other factor.
let multiply a b =
    match a, b with
    | Number 0.0, _
    | _, Number 0.0 -> zero
    | Number 1.0, x
    | x, Number 1.0 -> x
    | Number x, Number y when productIsExact x y -> Number(x * y)
    | _ -> Multiply(a, b)

/// a / b, without ones.
let divide a b =
    match a, b with
    | Number 0.0, _ -> zero
    | x, Number 1.0 -> x
    | Number x, Number y when quotientIsExact x y -> Number(x / y)
    | _ -> Divide(a, b)

/// The sum of terms; 0 when there are none.
let sum terms = List.fold add zero terms

/// An expression as a linear form: sum of coefficient * atom, plus the rest.
type Linear<'atom when 'atom: comparison> = { Coefficients: Map<'atom, Expr>; Rest: Expr }

let private scale factor form =
    {
        Coefficients = Map.map (fun _ c -> factor c) form.Coefficients
        Rest = factor form.Rest
    }

let private combine operation a b =
    let names =
        Seq.append (Map.keys a.Coefficients) (Map.keys b.Coefficients) |> Seq.distinct

    let coefficient form name =
        Map.tryFind name form.Coefficients |> Option.defaultValue zero

    {
        Coefficients =
            Map.ofSeq (seq { for name in names -> name, operation (coefficient a name) (coefficient b name) })
        Rest = operation a.Rest b.Rest
    }

let private joined operation a b =
    match a, b with
    | Ok a, Ok b -> Ok(combine operation a b)
    | Error nonlinear, _
    | _, Error nonlinear -> Error nonlinear

let private scaled factor form = Result.map (scale factor) form

/// Splits an expression into coefficients of the atoms and the rest free of them, or finds the part that is not linear.
let linear (atomOf: Expr -> 'atom voption) expr : Result<Linear<'atom>, Expr> =
    let isFree = exists (atomOf >> ValueOption.isSome) >> not

    let rec split expr =
        match atomOf expr with
        | ValueSome atom -> Ok { Coefficients = Map.ofList [ atom, one ]; Rest = zero }
        | ValueNone when isFree expr -> Ok { Coefficients = Map.empty; Rest = expr }
        | ValueNone -> splitParts expr

    and splitParts expr =
        match expr with
        | Add(a, b) -> joined add (split a) (split b)
        | Subtract(a, b) -> joined subtract (split a) (split b)
        | Negate a -> scaled negate (split a)
        | Multiply(a, b) when isFree a -> scaled (multiply a) (split b)
        | Multiply(a, b) when isFree b -> scaled (fun c -> multiply c b) (split a)
        | Divide(a, b) when isFree b -> scaled (fun c -> divide c b) (split a)
        | If(condition, a, b) when isFree condition ->
            joined (fun x y -> If(condition, x, y)) (split a) (split b)
        | nonlinear -> Error nonlinear

    split expr
    |> Result.map (fun form ->
        { form with Coefficients = Map.filter (fun _ c -> c <> zero) form.Coefficients })
