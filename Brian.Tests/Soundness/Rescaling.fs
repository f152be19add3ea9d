/// Other base units: how many of the new ones are a metre, kilogram, second, ampere, kelvin, mole, candela.
module internal Brian.Tests.Soundness.Rescaling

open System
open Brian
open FsCheck
open FsCheck.FSharp
open Brian.Tests

[<Struct>]
type Factors =
    /// 2**(12 k) of each base unit: every root that a model takes is a power of two again.
    | PowersOfTwo of k: int[]
    /// Any factors.
    | Any of factors: float[]

    override this.ToString() =
        match this with
        | PowersOfTwo k -> $"2**(12*%A{k})"
        | Any factors -> $"%A{factors}"

/// What a value of this dimension is multiplied by.
let factor (factors: Factors) (dimension: Dimension) : float =
    let exponents = dimension.Exponents

    match factors with
    | PowersOfTwo k ->
        let exponent =
            Seq.map2 (fun k r -> Rational(12 * k) * r) k exponents |> Seq.fold (+) Rational.Zero

        if not exponent.IsInteger then
            failwith $"{dimension} has no factor that is a power of two."

        Math.ScaleB(1.0, exponent.Numerator)
    | Any factors ->
        Seq.map2 (fun f (r: Rational) -> Math.Pow(f, float r)) factors exponents |> Seq.fold (*) 1.0

let si = PowersOfTwo(Array.zeroCreate 7)

let quantity factors (q: Quantity) =
    Quantity(q.SIValue * factor factors q.Dimension, q.Dimension)

/// Runs work in a session of its own in which the base units are these.
let within factors (work: unit -> 'result) : 'result =
    Session.Isolated(fun () -> BaseUnits.within (factor factors) work)

let powersOfTwo = Gen.arrayOfLength 7 (Gen.choose (-1, 1)) |> Gen.map PowersOfTwo

let anyFactors =
    Gen.arrayOfLength 7 (Gen.choose (-4000, 4000) |> Gen.map (fun n -> Math.Exp(float n / 1000.0)))
    |> Gen.map Any

/// One number or quantity array of a result.
type Column = { Label: string; Dimension: Dimension; Values: float[] }

/// Distance in representable numbers.
let private ulps (a: float) (b: float) =
    let place (x: float) =
        let bits = BitConverter.DoubleToInt64Bits x
        if bits < 0L then Int64.MinValue - bits else bits

    float (abs (decimal (place a) - decimal (place b)))

/// Is what was computed in other base units the multiple its dimension says?
let agree
    (isSame: Column * int -> float -> float -> bool)
    factors
    (before: Column)
    (after: Column)
    : string option =
    let factor = factor factors before.Dimension

    if before.Label <> after.Label || before.Values.Length <> after.Values.Length then
        Some $"{before.Label}: {before.Values.Length} values, then {after.Label}: {after.Values.Length}"
    else
        Seq.zip before.Values after.Values
        |> Seq.indexed
        |> Seq.tryPick (fun (i, (before', found)) ->
            let expected = before' * factor

            if Double.IsNaN expected && Double.IsNaN found || isSame (before, i) expected found then
                None
            else
                let distance = ulps expected found

                Some
                    $"{before.Label}[{i}] is {found:R} and not {expected:R}: {distance} units in the last place")

let bitEqual (x: float) (y: float) = x.Equals y

let withinUlps (n: float) (x: float) (y: float) = ulps x y <= n
