/// The value of a formula. Complex numbers, since the square root of a negative number may stand in cosh.
module internal Brian.Symbolic.FormulaValue

open System
open System.Numerics
open Brian.Engine
open Brian.Symbolic.Formula

/// exp[a, b, ...] as an element of the exponential of a bidiagonal matrix with the places on its diagonal (Opitz 1964,
/// "Steigungsmatrizen"): equal and nearly equal places are ordinary ones.
let private dividedExponential (places: float list) =
    let n = places.Length
    let places = List.toArray places

    let matrix =
        Array2D.init n n (fun i j ->
            if i = j then Double2.OfFloat places[i]
            elif j = i + 1 then Double2.One
            else Double2.Zero)

    let exponential, _ = MatrixExponential.transition matrix []
    exponential[0, n - 1].Value

let private compare (operator: string) (a: float) (b: float) =
    match operator with
    | "<" -> a < b
    | "<=" -> a <= b
    | ">" -> a > b
    | ">=" -> a >= b
    | "==" -> a = b
    | "!=" -> a <> b
    | "and" -> a <> 0.0 && b <> 0.0
    | "or" -> a <> 0.0 || b <> 0.0
    | other -> invalidOp $"no operator: {other}"

/// Real numbers are multiplied as such: an infinite one has no imaginary part.
let private times (a: Complex) (b: Complex) =
    if a.Imaginary = 0.0 && b.Imaginary = 0.0 then
        Complex(a.Real * b.Real, 0.0)
    else
        a * b

/// The value, given those of its symbols.
let rec evaluate (valueOf: Symbol -> Complex) (formula: Formula) : Complex =
    let again = evaluate valueOf
    let real part = (again part).Real

    let truth condition =
        Complex((if condition then 1.0 else 0.0), 0.0)

    match formula with
    | Number value -> Complex(value, 0.0)
    | Symbol symbol -> valueOf symbol
    | Sum parts -> parts |> List.fold (fun total part -> total + again part) Complex.Zero
    | Product parts -> parts |> List.fold (fun total part -> times total (again part)) Complex.One
    | Power(inner, n) ->
        let value = again inner

        let positive =
            List.fold (fun product _ -> times product value) Complex.One [ 1 .. abs n ]

        if n > 0 then positive
        elif positive.Imaginary = 0.0 then Complex(1.0 / positive.Real, 0.0)
        else Complex.One / positive
    | Call(Op.Cosh, [ x ]) -> Complex.Cosh(again x)
    | Call(Op.SquareRoot, [ x ]) -> Complex.Sqrt(again x)
    | Outside(name, _) -> valueOf (Variable name)
    | Sinhc x ->
        match again x with
        | zero when zero = Complex.Zero -> Complex.One
        | value -> Complex.Sinh value / value
    | Call(op, arguments) ->
        let at k =
            arguments |> List.tryItem k |> Option.map real |> Option.defaultValue 0.0

        Complex(Scalar.Evaluate(op, at 0, at 1, at 2), 0.0)
    | DividedExp places -> Complex(dividedExponential (List.map real places), 0.0)
    | Choice(condition, a, b) -> if real condition <> 0.0 then again a else again b
    | Relation(operator, a, b) -> truth (compare operator (real a) (real b))
    | Not condition -> truth (real condition = 0.0)

/// The value where every symbol is a constant.
let constant (formula: Formula) : float voption =
    let isConstant symbol =
        match symbol with
        | Constant _
        | Unit _
        | Quantity _ -> true
        | Variable _
        | Own _ -> false

    let valueOf symbol =
        match symbol with
        | Constant(_, value)
        | Unit(_, value)
        | Quantity(_, _, value) -> Complex(value, 0.0)
        | Variable _
        | Own _ -> Complex.NaN

    if List.forall isConstant (symbols formula) && not (exists _.IsOutside formula) then
        ValueSome (evaluate valueOf formula).Real
    else
        ValueNone
