/// No operation on quantities drops a unit: the rule of every public member, checked by rescaling its operands, and by giving
/// them units that do not fit.
module Brian.Tests.Soundness.QuantityRuleTests

open System
open System.Reflection
open Brian
open Expecto
open FsCheck
open FsCheck.FSharp
open Brian.Tests
open Brian.Tests.Soundness.Expressions
open Brian.Tests.Soundness.Rescaling

/// What an operand must be.
type private Operand =
    /// Of the dimension A or B, the same for all operands of that letter.
    | A
    | B
    /// A plain number.
    | Number
    /// The exponent 2.
    | Two
    /// A place, a count, a choice of elements: no matter of units.
    | Place

/// Rules by name: operands, the object itself first, and exponents of A and B in the result.
let private rules =
    let row operands result (names: string) =
        [ for name in names.Split ' ' -> name, (operands, result) ]

    let all = 1.0, 0.0
    let none = 0.0, 0.0

    List.concat
        [
            row [ A; A ] all "op_Addition op_Subtraction op_Modulus Quantity.Min Quantity.Max"
            row [ A; B ] (1.0, 1.0) "op_Multiply Dot"
            row [ A; B ] (1.0, -1.0) "op_Division"
            row
                [ A ]
                all
                "op_UnaryNegation op_UnaryPlus Abs Sum Mean Std Median CumulativeSum Diff Quantities.Min Quantities.Max"
            row [ A ] (2.0, 0.0) "Variance"
            row [ A ] (0.5, 0.0) "Sqrt"
            row [ A; Two ] (2.0, 0.0) "Pow"
            row [ A; A; A ] all "Clip Arange"
            row [ A; A; B ] (0.0, 1.0) "Interpolate"
            row [ A; A; Place ] all "Linspace"
            row [ A; Place ] all "Percentile get_Item DivideByInt"
            row [ A; Place; Place ] all "Slice GetSlice"
            row [ A ] all "Of Concatenate get_SIValue"
            row
                [ Number ]
                none
                "Exp Log Log10 Sin Cos Tan Asin Acos Atan Sinh Cosh Tanh Floor Ceiling Round Truncate ToArray"
            row [ Number ] none "op_Implicit op_Explicit"
            row [ A; A ] none "In CompareTo Equals HasDimensionOf GreaterThan AtLeast LessThan AtMost"
            row
                [ A; A ]
                none
                "op_LessThan op_LessThanOrEqual op_GreaterThan op_GreaterThanOrEqual op_Equality op_Inequality"
            row
                [ A ]
                none
                "get_Sign get_IsNaN get_IsFinite get_Length get_Count get_Dimension get_IsDimensionless"
        ]
    |> Map.ofList

/// Members that make or describe quantities, with tests of their own: text, hash codes, and SI values given or asked for.
let private others =
    set
        [
            "ToString"
            "InBestUnit"
            "ToLatex"
            "get_Display"
            "Parse"
            "TryParse"
            "GetHashCode"
            "HasDimension"
            "FromSI"
            "get_SIValues"
            "get_Zero"
            "get_One"
        ]

/// Equality answers for all units.
let private tolerant = set [ "Equals"; "HasDimensionOf" ]

let private ruleOf (m: MethodInfo) =
    let ofType = $"{(nonNull m.DeclaringType).Name}.{m.Name}"

    match Map.tryFind ofType rules with
    | Some rule -> Some rule
    | None -> Map.tryFind m.Name rules

let private members =
    [
        for kind in [ typeof<Quantity>; typeof<Quantities> ] do
            yield!
                kind.GetMethods(
                    BindingFlags.Public
                    ||| BindingFlags.Instance
                    ||| BindingFlags.Static
                    ||| BindingFlags.DeclaredOnly
                )
    ]

/// The types of the operands, the object itself first.
let private operandTypes (m: MethodInfo) =
    [
        if not m.IsStatic then
            nonNull m.DeclaringType
        for parameter in m.GetParameters() do
            parameter.ParameterType
    ]

let private hasUnit (kind: Type) =
    kind = typeof<Quantity>
    || kind = typeof<Quantities>
    || kind = typeof<Quantity[]>
    || kind = typeof<Quantities[]>
    || kind = typeof<obj>

/// The dimension of an operand: a letter is plain where one of its operands is a number.
let private dimensionOf (a: Dimension) (b: Dimension) (operands: Operand list) (kinds: Type list) operand =
    let isPlain letter =
        Seq.zip operands kinds |> Seq.exists (fun (other, kind) -> other = letter && not (hasUnit kind))

    match operand with
    | A when isPlain A -> plain
    | A -> a
    | B when isPlain B -> plain
    | B -> b
    | Number
    | Two
    | Place -> plain

/// An operand of this type: numbers from 0.1 on, increasing.
let private value (random: Random) (factors: Factors) operand (kind: Type) (dimension: Dimension) : objnull =
    let scale = factor factors dimension

    let number k =
        float k + 0.1 + 0.8 * random.NextDouble()

    let one () = Quantity(number 0 * scale, dimension)

    let many () =
        Quantities.Wrap(Array.init 5 (fun k -> number k * scale), dimension)

    match operand with
    | Two when kind = typeof<Quantity> -> box (Quantity 2.0)
    | Two when kind = typeof<Rational> -> box (Rational 2)
    | Two
    | Place when kind = typeof<int> -> box 2
    | Two
    | Place when kind = typeof<float> -> box 2.0
    | Place when kind = typeof<bool[]> -> box [| true; false; true; true; false |]
    | Place when kind = typeof<int[]> -> box [| 3; 0 |]
    | Place when kind = typeof<int option> -> box (Some 2)
    | _ when kind = typeof<float> -> box (number 0)
    | _ when kind = typeof<int> -> box 3
    | _ when kind = typeof<float[]> -> box (Array.init 5 number)
    | _ when kind = typeof<Quantity> || kind = typeof<obj> -> box (one ())
    | _ when kind = typeof<Quantities> -> box (many ())
    | _ when kind = typeof<Quantity[]> -> box [| one (); one () |]
    | _ when kind = typeof<Quantities[]> -> box [| many (); many () |]
    | _ -> failwith $"{operand} of {kind.Name}"

let private call (m: MethodInfo) (operands: objnull list) : obj =
    try
        nonNull (
            if m.IsStatic then
                m.Invoke(null, List.toArray operands)
            else
                m.Invoke(operands.Head, List.toArray operands.Tail)
        )
    with :? TargetInvocationException as error ->
        raise (nonNull error.InnerException)

/// The dimension that a result says it has, and its numbers.
let private column (m: MethodInfo) (expected: Dimension) (result: obj) =
    let dimension, values =
        match result with
        | :? Quantity as q -> q.Dimension, [| q.SIValue |]
        | :? Quantities as qs -> qs.Dimension, qs.SIValues.ToArray()
        | :? float as x -> expected, [| x |]
        | :? (float[]) as xs -> expected, xs
        | :? int as n -> expected, [| float n |]
        | :? bool as b -> expected, [| (if b then 1.0 else 0.0) |]
        | :? (bool[]) as bs -> expected, bs |> Array.map (fun b -> if b then 1.0 else 0.0)
        | :? Dimension -> expected, [||]
        | other -> failwith $"{m.Name} gives a {other.GetType().Name}"

    { Label = string m; Dimension = dimension; Values = values }

let private rootable =
    anyDimension |> Gen.filter (fun dimension -> isModest (dimension.Power(Rational(1, 2))))

let private scales (m: MethodInfo) (operands: Operand list, (ofA, ofB)) =
    let kinds = operandTypes m

    // a count of small units is a product with a whole number, so that 2 mV are 2000 uV: rounded otherwise than a quotient
    let tolerance =
        match m.Name with
        | "Pow" -> 4.0
        | "In" -> 1.0
        | _ -> 0.0

    testPropertyWithConfig
        { FsCheckConfig.defaultConfig with maxTest = 20 * Depth.factor }
        $"{(nonNull m.DeclaringType).Name}: {m}"
        (Prop.forAll (Arb.fromGen (Gen.zip3 powersOfTwo rootable rootable)) (fun (factors, a, b) ->
            let dimension = dimensionOf a b operands kinds
            let expected = (dimension A).Power(rational ofA) * (dimension B).Power(rational ofB)

            let result factors =
                let random = Random 5

                List.map2 (fun o kind -> value random factors o kind (dimension o)) operands kinds
                |> call m
                |> column m expected

            let before = result si
            Expect.equal before.Dimension expected "the dimension of the result"

            match agree (fun _ -> withinUlps tolerance) factors before (result factors) with
            | Some difference -> failtest difference
            | None -> ()))

/// Operands that must fit another one, or be plain, with a unit that does not: which, and the others as they should be.
let private misfits (m: MethodInfo) (operands: Operand list) =
    let kinds = operandTypes m
    let volt, second = (UnitText.get "volt").Dimension, second

    [
        for k, (operand, kind) in List.indexed (List.zip operands kinds) do
            let isBound =
                match operand with
                | A
                | B -> (operands |> List.filter ((=) operand)).Length > 1
                | Number
                | Two -> true
                | Place -> false

            if isBound && hasUnit kind && kind <> typeof<obj> then
                let dimension = dimensionOf volt volt operands kinds

                List.mapi2
                    (fun j operand kind ->
                        if j = k && operand = Two then
                            box (2.0 * Quantity(1.0, second))
                        else
                            value (Random 5) si operand kind (if j = k then second else dimension operand))
                    operands
                    kinds
    ]

let private refuses (m: MethodInfo) (operands: Operand list, _) =
    test $"{(nonNull m.DeclaringType).Name}: {m} refuses other units" {
        for operands in misfits m operands do
            Expect.throwsT<DimensionMismatchException> (fun () -> call m operands |> ignore) $"%A{operands}"
    }

let tests =
    testList
        "rules of quantities"
        [
            test "every public member has a rule" {
                for m in members do
                    if (ruleOf m).IsNone && not (others.Contains m.Name) then
                        failtest $"{(nonNull m.DeclaringType).Name}.{m.Name} has no rule"
            }
            for m in members do
                match ruleOf m with
                | Some rule ->
                    scales m rule

                    if not (tolerant.Contains m.Name) then
                        refuses m rule
                | None -> ()
        ]
