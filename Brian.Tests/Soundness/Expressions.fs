/// Well-typed expressions of any wanted dimension, made from the table of functions, the table of units and the names at
/// hand. Values are such that no domain is left: divisors are positive, roots are of absolute values, arguments of
/// exponentials are small.
module internal Brian.Tests.Soundness.Expressions

open System
open Brian
open Brian.Models
open Brian.Ast
open FsCheck
open FsCheck.FSharp
open Brian.Tests.Soundness.Trees

/// What an expression may use.
type Setting =
    {
        /// Variables and words with their types.
        Names: (string * ValueType) list
        /// No remainders, roundings and comparisons, which jump where a value changes in its last digit.
        IsContinuous: bool
        /// rand(), randn() and poisson(): not in equations.
        HasDraws: bool
    }

let private namesIn (text: string) =
    text.Split([| ' '; '\n' |], StringSplitOptions.RemoveEmptyEntries) |> List.ofArray

let private unitOf (text: string) = (UnitText.get text).Dimension

let plain = Dimension.None
let second = unitOf "second"

/// Units as people write them in equations, by what they measure.
let private unitNames =
    namesIn
        "volt mV uV mvolt amp nA pA siemens nS uS farad pF uF second ms us Hz kHz metre um cm um2 kelvin mole mM candle kilogram
     gram ohm Mohm joule coulomb watt newton pascal weber tesla henry umetre litre"
    |> List.map (fun name -> (UnitTable.tryFind name).Value)

/// The names of all units of a dimension.
let unitsOf (dimension: Dimension) =
    [
        for unit in unitNames do
            if unit.Dimension = dimension then
                unit.Name
    ]

let private commonDimensions =
    namesIn
        "1 second volt amp siemens farad ohm metre kelvin mole candle kilogram 1/second volt/second volt/second**0.5
     second**-0.5 amp/metre**2 siemens/metre**2 mole/metre**3 volt**0.5 joule/kelvin metre**(1/3) volt**2"
    |> List.map unitOf

/// Is the factor of this dimension a power of two whenever those of the base units are, and of a size that leaves room for products?
let isModest (dimension: Dimension) =
    dimension.Exponents |> Seq.forall (fun r -> 12 % r.Denominator = 0 && abs (float r) <= 8.0)

/// Dimensions as models have them, and products of two of them.
let anyDimension: Gen<Dimension> =
    Gen.frequency
        [
            4, Gen.elements commonDimensions
            1,
            Gen.map3
                (fun (a: Dimension) (b: Dimension) power -> a * b.Power power)
                (Gen.elements commonDimensions)
                (Gen.elements commonDimensions)
                (Gen.elements [ Rational 1; Rational -1; Rational(1, 2) ])
            |> Gen.filter isModest
        ]

/// Exponents for which x**p of a scaled x is as exact as that of x.
let exactPowers = [ 2.0; 3.0; -1.0; 0.5; -0.5 ]

let rational (exponent: float) =
    match Rational.TryFromFloat exponent with
    | true, r -> r
    | _ -> failwith $"{exponent} is no fraction"

/// Only powers in it that stay exact.
let private hasExactPowers (expr: Expr) =
    places (fun _ -> true) expr
    |> List.forall (fun (part, _) ->
        match part.Node with
        | Arithmetic(Power, _, { Node = Integer n }) -> List.contains n exactPowers
        | Arithmetic(Power, _, { Node = Real x }) -> List.contains x exactPowers
        | Arithmetic(Power, _, { Node = Negate { Node = Integer n } }) -> List.contains -n exactPowers
        | Arithmetic(Power, _, { Node = Negate { Node = Real x } }) -> List.contains -x exactPowers
        | Arithmetic(Power, _, _) -> false
        | _ -> true)

/// One of several ways, of which only the chosen one is made.
let private choose (ways: (int * (unit -> Gen<'T>)) list) : Gen<'T> =
    Gen.frequency [ for weight, way in ways -> weight, Gen.constant way ]
    |> Gen.bind (fun way -> way ())

let private number = Gen.choose (200, 3000) |> Gen.map (fun n -> float n / 1000.0)

/// Positive values of a dimension: in a hole, as a number times units in the text.
let constant (dimension: Dimension) : Gen<Expr> =
    let inHole = Gen.map (fun x -> hole (Quantity(x, dimension))) number
    let literal x = at (Real x)

    let spelled =
        if dimension.IsDimensionless then literal 1.0 else parsed dimension.Name

    Gen.frequency
        [
            3, inHole
            if dimension.IsDimensionless then
                2, Gen.map literal number
                1, Gen.map integer (Gen.choose (1, 9))
                1, Gen.elements [ name "pi"; name "e" ]
            else
                for unit in unitsOf dimension do
                    1, Gen.map (fun x -> times (literal x) (name unit)) number

                if hasExactPowers spelled then
                    1, Gen.map (fun x -> times (literal x) spelled) number
        ]

let private leaf (setting: Setting) dimension =
    let fitting =
        [
            for name, valueType in setting.Names do
                if valueType = ValueType.Real dimension then
                    name
        ]

    if fitting.IsEmpty then
        constant dimension
    else
        Gen.frequency [ 2, Gen.map name (Gen.elements fitting); 1, constant dimension ]

let private abs x = call "abs" [ x ]
let private tanh x = call "tanh" [ x ]

/// An argument for which the function has a finite value.
let private inDomain functionName x =
    match functionName with
    | "log"
    | "log10"
    | "log1p" -> plus (abs x) (at (Real 0.5))
    | "sin"
    | "cos"
    | "arctan"
    | "tanh" -> x
    | _ -> tanh x

/// From a plain number to a plain number.
let private pureFunctions =
    namesIn "arccos arcsin arctan cos cosh exp expm1 exprel log log10 log1p sin sinh tan tanh"

/// From a plain number to a whole one.
let private roundingFunctions = namesIn "ceil floor int"

/// From arguments of one unit, so many, to that unit.
let private commonFunctions = [ "abs", 1; "clip", 3; "max", 2; "min", 2 ]

/// All functions that expressions are made of; each of the others has a way of its own below.
let functionNames =
    pureFunctions
    @ roundingFunctions
    @ List.map fst commonFunctions
    @ namesIn "sqrt sign timestep rand randn poisson"

/// One value of each generator, in order.
let allOf (gens: Gen<'T> list) : Gen<'T list> =
    List.foldBack (fun first rest -> Gen.map2 (fun x xs -> x :: xs) first rest) gens (Gen.constant [])

/// A number of a dimension, with about so many operations.
let rec real (setting: Setting) (dimension: Dimension) (size: int) : Gen<Expr> =
    if size <= 0 then
        leaf setting dimension
    else
        let part = real setting
        let half = size / 2
        let same () = part dimension half

        /// Never 0: an absolute value and something positive.
        let positive dimension =
            Gen.map2 (fun x y -> plus (abs x) y) (part dimension half) (constant dimension)

        let withOther combine =
            gen {
                let! other = anyDimension
                return! combine other
            }

        let root exponent =
            dimension.Power(Rational.One / rational exponent)

        choose
            [
                1, (fun () -> leaf setting dimension)
                3, (fun () -> Gen.map2 plus (same ()) (same ()))
                3, (fun () -> Gen.map2 minus (same ()) (same ()))
                1, (fun () -> Gen.map (fun x -> plus x (integer 0)) (same ()))
                2, (fun () -> Gen.map (Negate >> at) (same ()))
                4,
                (fun () ->
                    withOther (fun other ->
                        if isModest (dimension / other) then
                            Gen.map2 times (part other half) (part (dimension / other) half)
                        else
                            same ()))
                4,
                (fun () ->
                    withOther (fun other ->
                        if isModest (dimension * other) then
                            Gen.map2 over (part (dimension * other) half) (positive other)
                        else
                            same ()))
                for exponent in exactPowers do
                    if isModest (root exponent) then
                        1,
                        (fun () ->
                            let needsPositive = exponent < 1.0

                            (if needsPositive then positive (root exponent) else part (root exponent) half)
                            |> Gen.map (toThePower exponent))
                if isModest (dimension.Power(Rational 2)) then
                    1,
                    (fun () -> positive (dimension.Power(Rational 2)) |> Gen.map (fun x -> call "sqrt" [ x ]))
                for name, count in commonFunctions do
                    1, (fun () -> Gen.map (call name) (allOf (List.replicate count (same ()))))
                if dimension.IsDimensionless then
                    for name in pureFunctions do
                        1, (fun () -> Gen.map (fun x -> call name [ inDomain name x ]) (part plain half))

                    1, (fun () -> whole setting half)
                if setting.HasDraws then
                    for name in [ "rand"; "randn" ] do
                        1, (fun () -> Gen.map (times (call name [])) (same ()))
                if not setting.IsContinuous then
                    2, (fun () -> Gen.map2 (calculate Modulo) (same ()) (positive dimension))

                    3,
                    (fun () ->
                        Gen.map3 (fun c a b -> at (If(c, a, b))) (condition setting half) (same ()) (same ()))

                    1, (fun () -> Gen.map2 times (condition setting half) (same ()))
                if not setting.IsContinuous && dimension.IsDimensionless then
                    2,
                    (fun () ->
                        withOther (fun other ->
                            Gen.map2 (calculate FloorDivide) (part other half) (positive other)))
            ]

/// A whole number.
and whole (setting: Setting) (size: int) : Gen<Expr> =
    let names =
        [
            for name, valueType in setting.Names do
                if valueType = Whole then
                    name
        ]

    let leaf =
        Gen.frequency
            [
                1, Gen.map integer (Gen.choose (0, 9))
                1, Gen.map (fun n -> at (Hole(HoleValue.Integer(int64 n)))) (Gen.choose (-9, 9))
                if not names.IsEmpty then
                    3, Gen.map name (Gen.elements names)
            ]

    let half = size / 2

    if size <= 0 then
        leaf
    else
        choose
            [
                2, (fun () -> leaf)
                for operator in [ Add; Subtract; Multiply ] do
                    1, (fun () -> Gen.map2 (calculate operator) (whole setting half) (whole setting half))
                if not setting.IsContinuous then
                    for name in roundingFunctions do
                        1, (fun () -> Gen.map (fun x -> call name [ x ]) (real setting plain half))

                    2,
                    (fun () ->
                        anyDimension
                        |> Gen.bind (fun other ->
                            Gen.map (fun x -> call "sign" [ x ]) (real setting other half)))

                    1,
                    (fun () ->
                        Gen.map2
                            (fun a b -> call "timestep" [ a; b ])
                            (real setting second half)
                            (constant second))
                if setting.HasDraws && not setting.IsContinuous then
                    1,
                    (fun () -> Gen.map (fun x -> call "poisson" [ abs (tanh x) ]) (real setting plain half))
            ]

/// A condition.
and condition (setting: Setting) (size: int) : Gen<Expr> =
    let names =
        [
            for name, valueType in setting.Names do
                if valueType = ValueType.Boolean then
                    name
        ]

    let leaf =
        Gen.frequency
            [
                1, Gen.map (Boolean >> at) (Gen.elements [ true; false ])
                1, Gen.map (fun b -> at (Hole(HoleValue.Boolean b))) (Gen.elements [ true; false ])
                if not names.IsEmpty then
                    3, Gen.map name (Gen.elements names)
            ]

    let half = size / 2

    if size <= 0 then
        leaf
    else
        let comparison =
            Gen.elements [ Less; LessOrEqual; Greater; GreaterOrEqual; Equal; NotEqual ]

        let inner () = condition setting half

        choose
            [
                1, (fun () -> leaf)
                6,
                (fun () ->
                    gen {
                        let! dimension = anyDimension
                        let! first = real setting dimension half
                        let! count = Gen.frequency [ 4, Gen.constant 1; 1, Gen.constant 2 ]

                        let! links =
                            Gen.listOfLength count (Gen.zip comparison (real setting dimension half))

                        return at (Compare(first, links))
                    })
                1, (fun () -> Gen.map (Not >> at) (inner ()))
                for operator in [ And; Or ] do
                    1, (fun () -> Gen.map2 (fun a b -> at (Logical(operator, a, b))) (inner ()) (inner ()))
                1, (fun () -> Gen.map3 (fun c a b -> at (If(c, a, b))) (inner ()) (inner ()) (inner ()))
            ]

/// A value of any type.
let ofType (setting: Setting) (valueType: ValueType) (size: int) : Gen<Expr> =
    match valueType with
    | ValueType.Real dimension -> real setting dimension size
    | Whole -> whole setting size
    | ValueType.Boolean -> condition setting size
    | Anything -> invalidOp "A generated variable has a type."
