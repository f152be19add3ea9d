module Brian.Tests.Units.QuantityTests

open System
open System.Reflection
open Brian
open Brian.Tests
open Brian.Units
open Expecto
open Brian.Tests.Units.Generators

let private refusal (calculate: unit -> 'a) : DimensionMismatchException option =
    try
        calculate () |> ignore
        None
    with :? DimensionMismatchException as e ->
        Some e

let private refused name (calculate: unit -> 'a) (message: string) =
    test name {
        match refusal calculate with
        | Some e -> Expect.equal e.Message message ""
        | None -> failtest "was accepted"
    }

let private refusals =
    [
        refused
            "5 A + 10 V"
            (fun () -> 5 * amp + 10 * volt)
            "Cannot calculate 5 A + 10 V: the units do not match (amp and volt). Convert one of them first: amp times ohm is volt."
        refused
            "10 ms + 1"
            (fun () -> 10 * ms + 1)
            "Cannot calculate 10 ms + 1: the units do not match (second and 1). Give the plain number a unit, for example 1*ms."
        refused
            "1 - 10 ms"
            (fun () -> 1.0 - 10 * ms)
            "Cannot calculate 1 - 10 ms: the units do not match (1 and second). Give the plain number a unit, for example 1*ms."
        refused
            "10 ms + 0 mV: a zero with a unit is no universal zero"
            (fun () -> 10 * ms + 0 * mV)
            "Cannot calculate 10 ms + 0 V: the units do not match (second and volt). Convert one of them first: second times volt/second is volt."
        refused
            "3 mV + inf"
            (fun () -> 3 * mV + infinity)
            "Cannot calculate 3 mV + inf: the units do not match (volt and 1). Give the plain number a unit, for example inf*mV."
        refused
            "3 mV > 1 ms"
            (fun () -> 3 * mV > 1 * ms)
            "Cannot compare 3 mV with 1 ms: the units do not match (volt and second). Convert one of them first: volt times second/volt is second."
        refused
            "3 mV >= 3"
            (fun () -> 3 * mV >= Quantity 3.0)
            "Cannot compare 3 mV with 3: the units do not match (volt and 1). Give the plain number a unit, for example 3*mV."
        refused
            "3 mV == 3 in C#"
            (fun () -> Quantity.op_Equality (3 * mV, 3))
            "Cannot compare 3 mV with 3: the units do not match (volt and 1). Give the plain number a unit, for example 3*mV."
        refused
            "3 mV % 2"
            (fun () -> (3 * mV) % Quantity 2.0)
            "Cannot calculate 3 mV % 2: the units do not match (volt and 1). Give the plain number a unit, for example 2*mV."
        refused
            "sin(1 mV)"
            (fun () -> sin (1 * mV))
            "sin needs a plain number but got 1 mV (volt). Divide it by a unit first, for example by 1*mV."
        refused
            "floor(3.7 mV), which the Python original rounds to 0 V"
            (fun () -> floor (3.7 * mV))
            "floor needs a plain number but got 3.7 mV (volt). Divide it by a unit first, for example by 1*mV."
        refused
            "int(3 ms), which the Python original makes 0"
            (fun () -> int (3 * ms))
            "int needs a plain number but got 3 ms (second). Divide it by a unit first, for example by 1*ms."
        refused
            "float(3 mV)"
            (fun () -> float (3 * mV))
            "float needs a plain number but got 3 mV (volt). Divide it by a unit first, for example by 1*mV."
        refused
            "2 ** (3 mV)"
            (fun () -> Quantity.Pow(2.0, 3 * mV))
            "The exponent of 2 needs a plain number but got 3 mV (volt). Divide it by a unit first, for example by 1*mV."
        refused
            "(3 mV) ** (2 volt), which the Python original accepts"
            (fun () -> (3 * mV) ** (2 * volt))
            "The exponent of 3 mV needs a plain number but got 2 V (volt). Divide it by a unit first, for example by 1*mV."
        refused
            "(5 mV).Clip(0, 3)"
            (fun () -> (5 * mV).Clip(0, 3))
            "Cannot compare 3 with 5 mV: the units do not match (1 and volt). Give the plain number a unit, for example 3*mV."
        refused
            "(3 mV).In ms"
            (fun () -> (3 * mV).In ms)
            "Cannot express 3 mV in ms: the units do not match (volt and second). Use a unit of volt, or divide by volt/second first."
    ]

let private values: (string * (unit -> Quantity) * Quantity) list =
    [
        "10 ms + 0", (fun () -> 10 * ms + 0), 10 * ms
        "0 + 10 ms", (fun () -> 0 + 10 * ms), 10 * ms
        "0.0 - 10 ms", (fun () -> 0.0 - 10 * ms), -10 * ms
        "10.0*ms", (fun () -> 10.0 * ms), 10 * ms
        "ms*10", (fun () -> ms * 10), 10 * ms
        "-70*mV", (fun () -> -70 * mV), -(70 * mV)
        "2*(a - b)", (fun () -> 2 * (3 * mV - 1 * mV)), 4 * mV
        "0.5*(a - b)", (fun () -> 0.5 * (3 * mV - 1 * mV)), 1 * mV
        "a/2", (fun () -> 3 * mV / 2), 1.5 * mV
        "1/tau", (fun () -> 1 / (2 * second)), 0.5 * Hz
        "1.0/tau", (fun () -> 1.0 / (2 * second)), 0.5 * Hz
        "5 mV/mV is a plain number", (fun () -> 5 * mV / mV), Quantity 5.0
        "1 mV/volt", (fun () -> 1 * mV / volt), Quantity 0.001
        "3 mV % 2 mV", (fun () -> 3 * volt % (2 * volt)), 1 * volt
        "-7 % 3 has the sign of the divisor", (fun () -> Quantity -7.0 % Quantity 3.0), Quantity 2.0
        "7 % -3 has the sign of the divisor", (fun () -> Quantity 7.0 % Quantity -3.0), Quantity -2.0
        "floor(7 ms/(2 ms))", (fun () -> floor (7 * second / (2 * second))), Quantity 3.0
        "(3 volt)**2", (fun () -> (3 * volt) ** 2), 9 * volt * volt
        "(4 volt)**0.5", (fun () -> (4 * volt) ** 0.5), 2 * sqrt volt
        "(8 volt)**(1/3.)", (fun () -> (8 * volt) ** (1.0 / 3.0)), 2 * volt ** Rational(1, 3)
        "pown (3 volt) 2", (fun () -> pown (3 * volt) 2), 9 * volt * volt
        "2.0**plain", (fun () -> Quantity(Quantity.Pow(2.0, Quantity 3.0))), Quantity 8.0
        "sqrt(volt*volt)", (fun () -> sqrt (4 * volt * volt)), 2 * volt
        "abs(-3 mV)", (fun () -> abs (-3 * mV)), 3 * mV
        "max", (fun () -> max (1 * mV) (2 * mV)), 2 * mV
        "Clip", (fun () -> (5 * mV).Clip(0, 3 * mV)), 3 * mV
        "List.sum", (fun () -> List.sum [ 1 * volt; 2 * volt ]), 3 * volt
        "List.average", (fun () -> List.average [ 1 * volt; 2 * volt ]), 1.5 * volt
        "1 - exp(-100 ms/tau)", (fun () -> 1 - exp (-100 * ms / (10 * ms))), Quantity 0.9999546000702375
    ]

let private allocated (work: unit -> unit) =
    work ()
    let before = GC.GetAllocatedBytesForCurrentThread()
    work ()
    GC.GetAllocatedBytesForCurrentThread() - before

let mutable private sink = Quantity.Zero

let tests =
    testList
        "quantities"
        [
            testList "with different units are refused, with both units and a way out" refusals

            testList
                "follow the arithmetic of numbers and units"
                [
                    for name, calculate, expected in values ->
                        test name { Expect.equal (calculate ()) expected "" }
                ]

            test "a mismatch carries both dimensions and both texts" {
                let e = (refusal (fun () -> 5 * amp + 10 * volt)).Value
                Expect.equal (e.Left, e.Right) (amp.Dimension, volt.Dimension) ""
                Expect.equal (e.LeftText, e.RightText) ("5 A", "10 V") ""
            }

            test "plain 0 and plain infinities may be compared with everything" {
                Expect.isFalse (3 * mV < Quantity 0.0) "3 mV < 0"
                Expect.isTrue (3 * mV < Quantity infinity) "3 mV < inf"
                Expect.isTrue (3 * mV > Quantity -infinity) "3 mV > -inf"
                Expect.isFalse (Quantity.op_Equality (3 * mV, 0)) "3 mV == 0"
                Expect.isTrue (Quantity.op_Equality (0 * mV, 0)) "0 mV == 0"
            }

            test "Equals never raises, and tells 0 V, 0 A and 0 apart" {
                Expect.isFalse ((3 * mV).Equals(Quantity 3.0)) ""
                Expect.isFalse ((0 * mV).Equals(0 * amp)) ""
                Expect.isFalse ((0 * mV).Equals(Quantity 0.0)) ""
                Expect.isTrue (1000 * mV = 1 * volt) ""
                Expect.equal (hash (1000 * mV)) (hash (1 * volt)) ""
            }

            test "NaN is neither less nor greater nor equal in comparisons" {
                let q = nan * mV
                Expect.isFalse (Quantity.op_LessThan (q, 1 * mV)) "<"
                Expect.isFalse (Quantity.op_GreaterThanOrEqual (q, 1 * mV)) ">="
                Expect.isFalse (Quantity.op_Equality (q, q)) "=="
                Expect.isTrue (q.Equals q) "Equals"
            }

            test "the zeroed struct is the plain number 0" {
                let zero = Unchecked.defaultof<Quantity>
                Expect.equal zero Quantity.Zero ""
                Expect.equal zero.Dimension Dimension.None ""
                Expect.equal (string zero) "0" ""
            }

            test "an exponent that is no fraction is refused with its base" {
                Sessions.raises<ArgumentException> (fun () -> (3 * mV) ** 0.123456789 |> ignore) ""
                Expect.equal (Quantity 2.0 ** 0.123456789) (Quantity(Math.Pow(2.0, 0.123456789))) "plain base"
            }

            test "In counts units" {
                Expect.equal ((0.05 * volt).In mV) 50.0 ""
                Expect.equal ((10 * ms).In us) 10000.0 ""
            }

            property "addition commutes and negation is its inverse"
            <| fun (AnyFloat x, AnyFloat y, AnyDimension d) ->
                let a, b = Quantity(x, d), Quantity(y, d)
                (a + b).Equals(b + a) && (a - b).Equals(a + -b) && (a + b).Dimension = d

            property "multiplication and division keep values and dimensions together"
            <| fun (TameFloat x, TameFloat y, AnyDimension d, AnyDimension e) ->
                let a, b = Quantity(x, d), Quantity(y, e)

                (a * b).Equals(Quantity(x * y, d * e))
                && (a / b).Equals(Quantity(x / y, d / e))
                && (sqrt (a * a)).Equals(Quantity(sqrt (x * x), d))

            property "unequal dimensions are never added, compared or taken modulo"
            <| fun (TameFloat x, TameFloat y, AnyDimension d, AnyDimension e) ->
                let a, b = Quantity(x, d), Quantity(y, e)

                d = e
                || (refusal (fun () -> a + b)).IsSome
                   && (refusal (fun () -> a - b)).IsSome
                   && (refusal (fun () -> a % b)).IsSome
                   && (refusal (fun () -> compare a b)).IsSome
                   && (refusal (fun () -> a.In b)).IsSome

            test "scalar arithmetic does not allocate" {
                let bytes =
                    allocated (fun () ->
                        for i in 1..10000 do
                            let q = (i * mV + 2.0 * mV - 1 * mV) * nA / (3 * ohm) / 2.0
                            sink <- sqrt (abs (q * q)) ** 2

                            if Quantity.op_LessThan (sink, 0) then
                                sink <- -sink)

                Expect.equal bytes 0L "bytes in 10,000 rounds"
            }

            test "F#'s measures cross the bridge in both directions" {
                Expect.equal (10.0<ms> |> Quantity.from U.ms) (10 * ms) "in"
                Expect.equal (10 * ms |> Quantity.into U.ms) 10.0<ms> "out"
                Expect.equal (2.0<mV / ms> |> Quantity.from (U.mV / U.ms)) (2 * volt / second) "compound"
                Expect.equal (10 * U.ms) (10 * ms) "without measures"
                Expect.equal (string ([| 1.0<ms>; 2.0<ms> |] |> Quantities.from U.ms)) "[1 2] ms" "arrays in"

                Expect.equal
                    ([| 1.0; 2.0 |] * ms |> Quantities.into U.us)
                    [| 1000.0<us>; 2000.0<us> |]
                    "arrays out"

                Expect.isSome (refusal (fun () -> 10 * ms |> Quantity.into U.mV)) "checked when it runs"
            }

            test "every token of the bridge is the unit of its name" {
                for p in typeof<U>.GetProperties(BindingFlags.Static ||| BindingFlags.Public) do
                    let token = p.GetValue null

                    let quantity =
                        (nonNull (typeof<UnitOf<1>>.GetProperty "Quantity")).GetValue token :?> Quantity

                    let expected = UnitTable.tryFindSymbol p.Name
                    Expect.equal quantity (Quantity(expected.Value.Scale, expected.Value.Dimension)) p.Name
            }

            test "physical constants have their units" {
                let product =
                    PhysicalConstants.boltzmannConstant * PhysicalConstants.avogadroConstant

                Expect.equal product.Dimension PhysicalConstants.gasConstant.Dimension "gas constant"
                Expect.floatClose Accuracy.veryHigh product.SIValue PhysicalConstants.gasConstant.SIValue ""

                let charge = PhysicalConstants.elementaryCharge * PhysicalConstants.avogadroConstant
                Expect.equal charge.Dimension PhysicalConstants.faradayConstant.Dimension "Faraday constant"

                Expect.floatClose
                    Accuracy.veryHigh
                    charge.SIValue
                    PhysicalConstants.faradayConstant.SIValue
                    ""

                let light =
                    1 / sqrt (PhysicalConstants.electricConstant * PhysicalConstants.magneticConstant)

                Expect.equal light.Dimension (metre / second).Dimension "speed of light"
                Expect.floatClose Accuracy.medium light.SIValue 299792458.0 ""

                let thermal =
                    PhysicalConstants.gasConstant * PhysicalConstants.zeroCelsius
                    / PhysicalConstants.faradayConstant

                Expect.equal (string thermal) "23.538246 mV" "RT/F"
            }

            test "C# sees no type of FSharp.Core" {
                let isForeign (t: Type) =
                    let rec named (t: Type) =
                        [
                            t.FullName |> Option.ofObj |> Option.defaultValue t.Name
                            for argument in t.GetGenericArguments() do
                                yield! named argument
                        ]

                    named t
                    |> List.exists (fun n -> n.StartsWith "Microsoft.FSharp" || n.StartsWith "System.Tuple")

                let hidden (m: MemberInfo) =
                    m.GetCustomAttributes<ComponentModel.EditorBrowsableAttribute>()
                    |> Seq.exists (fun a -> a.State = ComponentModel.EditorBrowsableState.Never)

                let leaks =
                    [
                        for t in
                            [
                                typeof<Rational>
                                typeof<Dimension>
                                typeof<Quantity>
                                typeof<Quantities>
                                typeof<Units>
                                typeof<PhysicalConstants>
                                typeof<DimensionMismatchException>
                            ] do
                            for m in t.GetMethods() do
                                let types =
                                    [| m.ReturnType; yield! m.GetParameters() |> Array.map _.ParameterType |]

                                if Array.exists isForeign types && not (hidden m) then
                                    $"{t.Name}.{m.Name}"
                    ]

                Expect.isEmpty leaks ""
            }
        ]
