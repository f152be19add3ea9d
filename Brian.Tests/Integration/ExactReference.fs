/// Numbers with 1600 bits behind the point, and the exponential of a matrix of them: what the solver's doubles are
/// compared with. Far more than 50 digits, also for results as small as 1e-300.
module Brian.Tests.Integration.ExactReference

open System
open System.Numerics

/// Bits behind the point.
let private bits = 1600

let private unit = BigInteger.One <<< bits

/// A double, exactly (what lies below the last bit is cut).
let ofFloat (x: float) =
    if x = 0.0 then
        BigInteger.Zero
    else
        let raw = BitConverter.DoubleToInt64Bits x
        let exponent = int ((raw >>> 52) &&& 0x7FFL)
        let fraction = raw &&& 0xFFFFFFFFFFFFFL
        let mantissa = if exponent = 0 then fraction else fraction ||| (1L <<< 52)
        let shift = (max exponent 1) - 1075 + bits

        let magnitude =
            if shift >= 0 then
                BigInteger mantissa <<< shift
            else
                BigInteger mantissa >>> -shift

        if x < 0.0 then -magnitude else magnitude

/// The nearest double, but for one more rounding at 2^-62 of it.
let toFloat (x: BigInteger) =
    let magnitude = BigInteger.Abs x
    let length = int (magnitude.GetBitLength())
    let shift = max 0 (length - 62)
    float (sign x) * Math.ScaleB(float (int64 (magnitude >>> shift)), shift - bits)

let multiply (a: BigInteger) (b: BigInteger) = (a * b) >>> bits
let divide (a: BigInteger) (b: BigInteger) = (a <<< bits) / b

let multiplyMatrices (a: BigInteger[,]) (b: BigInteger[,]) =
    let n = Array2D.length2 a

    Array2D.init (Array2D.length1 a) (Array2D.length2 b) (fun i j ->
        let mutable sum = BigInteger.Zero

        for k in 0 .. n - 1 do
            if not a[i, k].IsZero && not b[k, j].IsZero then
                sum <- sum + a[i, k] * b[k, j]

        sum >>> bits)

/// exp(A): Taylor's series of A/2^k with a norm below 2^-24, squared k times.
let exp (matrix: BigInteger[,]) =
    let n = Array2D.length1 matrix
    let largest = matrix |> Seq.cast<BigInteger> |> Seq.map BigInteger.Abs |> Seq.max
    let squarings = max 0 (int (largest.GetBitLength()) - bits + 24 + n)
    let scaled = matrix |> Array2D.map (fun x -> x >>> squarings)
    let identity = Array2D.init n n (fun i j -> if i = j then unit else BigInteger.Zero)
    let mutable result = identity

    // 2^-24 to the 60th over 60! is below 2^-1700
    for term in 60..-1..1 do
        let product = multiplyMatrices scaled result
        result <- Array2D.init n n (fun i j -> identity[i, j] + product[i, j] / BigInteger term)

    for _ in 1..squarings do
        result <- multiplyMatrices result result

    result

/// sin and cos of a product of doubles, by the exponential of a rotation.
let sinCos (factors: float list) =
    let angle = factors |> List.map ofFloat |> List.reduce multiply
    let rotation = array2D [ [ BigInteger.Zero; angle ]; [ -angle; BigInteger.Zero ] ]
    let result = exp rotation
    result[0, 1], result[0, 0]

/// The distance of a double from the true value in units in the last place of that value.
let ulps (expected: BigInteger) (actual: float) =
    let nearest = toFloat expected

    if Double.IsNaN actual then
        infinity
    elif nearest = 0.0 then
        (if abs actual <= Double.Epsilon then 0.0 else infinity)
    elif Double.IsInfinity nearest then
        (if nearest = actual then 0.0 else infinity)
    elif Double.IsInfinity actual then
        infinity
    else
        abs (toFloat (ofFloat actual - expected)) / (Math.BitIncrement(abs nearest) - abs nearest)
