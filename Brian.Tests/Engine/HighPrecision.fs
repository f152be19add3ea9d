/// Real numbers with 220 bits (66 digits), slow and obvious: what the engine's functions are measured against.
module Brian.Tests.Engine.HighPrecision

open System
open System.Numerics

let private precision = 220

/// Mantissa * 2^Exponent.
[<Struct; CustomEquality; NoComparison>]
type Real =
    {
        Mantissa: BigInteger
        Exponent: int
    }

    override x.Equals other =
        match other with
        | :? Real as y -> (x - y).Mantissa.IsZero
        | _ -> false

    override x.GetHashCode() = x.Mantissa.GetHashCode()

    static member Of(mantissa: BigInteger, exponent) =
        let excess = int (BigInteger.Abs(mantissa).GetBitLength()) - precision

        if excess <= 0 then
            { Mantissa = mantissa; Exponent = exponent }
        else
            // Rounds to nearest; ties do not matter here.
            {
                Mantissa = (mantissa + (BigInteger.One <<< (excess - 1))) >>> excess
                Exponent = exponent + excess
            }

    static member (*)(x: Real, y: Real) =
        Real.Of(x.Mantissa * y.Mantissa, x.Exponent + y.Exponent)

    static member (~-)(x: Real) = { x with Mantissa = -x.Mantissa }

    static member (+)(x: Real, y: Real) =
        if x.Mantissa.IsZero then
            y
        elif y.Mantissa.IsZero then
            x
        elif x.Exponent < y.Exponent then
            y + x
        // Far apart: the small one is below the last bit, whatever it is.
        elif x.Exponent - y.Exponent > 3000 then
            x
        else
            Real.Of((x.Mantissa <<< (x.Exponent - y.Exponent)) + y.Mantissa, y.Exponent)

    static member (-)(x: Real, y: Real) = x + (-y)

    static member (/)(x: Real, y: Real) =
        Real.Of((x.Mantissa <<< (2 * precision)) / y.Mantissa, x.Exponent - y.Exponent - 2 * precision)

let ofInt (n: int) =
    { Mantissa = BigInteger n; Exponent = 0 }

let ofFloat (x: float) =
    let bits = BitConverter.DoubleToUInt64Bits x
    let exponent = int (bits >>> 52 &&& 0x7FFUL)
    let fraction = bits &&& 0x000F_FFFF_FFFF_FFFFUL

    let mantissa =
        if exponent = 0 then fraction else fraction ||| 0x0010_0000_0000_0000UL

    {
        Mantissa = BigInteger mantissa * BigInteger(sign x)
        Exponent = (max exponent 1) - 1075
    }

/// The position of the highest bit: x is between 2^(it - 1) and 2^it.
let magnitude (x: Real) =
    int (BigInteger.Abs(x.Mantissa).GetBitLength()) + x.Exponent

/// Roughly, as a starting point or for a decision.
let toFloat (x: Real) =
    if x.Mantissa.IsZero then
        0.0
    else
        let excess = int (BigInteger.Abs(x.Mantissa).GetBitLength()) - 60
        let top = if excess > 0 then x.Mantissa >>> excess else x.Mantissa
        Math.ScaleB(float top, x.Exponent + max excess 0)

let scale n (x: Real) = { x with Exponent = x.Exponent + n }
let private one = ofInt 1

/// sum of term k, each made from the one before, until they vanish.
let private series first next =
    let rec go sum (term: Real) k =
        if term.Mantissa.IsZero || magnitude term < magnitude sum - precision - 5 then
            sum
        else
            let following = next term k
            go (sum + following) following (k + 1)

    go first first 1

/// arctan(1/n) with 1500 bits after the point, as an integer.
let private arctanOfInverse (n: int) =
    let square = BigInteger(n * n)

    let rec go sum (power: BigInteger) k =
        if power.IsZero then
            sum
        else
            go
                (if k % 2 = 0 then
                     sum + power / BigInteger(2 * k + 1)
                 else
                     sum - power / BigInteger(2 * k + 1))
                (power / square)
                (k + 1)

    go BigInteger.Zero ((BigInteger.One <<< 1500) / BigInteger n) 0

/// Machin's formula.
let private piBits =
    BigInteger 4 * (BigInteger 4 * arctanOfInverse 5 - arctanOfInverse 239)

let pi = Real.Of(piBits, -1500)

/// artanh(1/3) = log(2)/2.
let private ln2 =
    let third = one / ofInt 3
    let ninth = third * third

    let rec go (sum: Real) (power: Real) k =
        if k > 120 then
            sum
        else
            go (sum + power / ofInt (2 * k + 1)) (power * ninth) (k + 1)

    scale 1 (go (ofInt 0) third 0)

/// e^x - 1 for small x, without cancellation.
let private expm1Series (x: Real) =
    series x (fun term k -> term * x / ofInt (k + 1))

let exp (x: Real) =
    let n = int (Math.Round(toFloat x / 0.6931471805599453))
    let r = x - ofInt n * ln2
    // Eight times smaller, then eight squarings.
    let mutable e = one + expm1Series (scale -8 r)

    for _ in 1..8 do
        e <- e * e

    scale n e

let expm1 (x: Real) =
    if abs (toFloat x) < 0.3 then expm1Series x else exp x - one

let log1pSeries (x: Real) =
    let s = x / (ofInt 2 + x)
    let z = s * s

    let rec go (sum: Real) (power: Real) k =
        if power.Mantissa.IsZero || magnitude power < magnitude sum - precision - 5 then
            sum
        else
            go (sum + power / ofInt (2 * k + 1)) (power * z) (k + 1)

    scale 1 (go (ofInt 0) s 0)

let log (x: Real) =
    let k = magnitude x
    let m = scale -k x
    let k, m = if toFloat m < 0.70710678 then k - 1, scale 1 m else k, m
    ofInt k * ln2 + log1pSeries (m - one)

let log1p (x: Real) =
    if abs (toFloat x) < 0.2 then log1pSeries x else log (one + x)

let log10 x = log x / log (ofInt 10)

/// The sine's and the cosine's series in one, from a first term with k factors below it.
let private alternating (first: Real) x k0 =
    series first (fun term k -> -(term * x * x) / ofInt ((2 * k + k0) * (2 * k + k0 - 1)))

/// Quarter turns and the angle beyond them, exactly, whatever the size of x.
let private quarters (x: Real) =
    // x in units of 2^-1500.
    let units =
        if x.Exponent >= -1500 then
            x.Mantissa <<< (x.Exponent + 1500)
        else
            x.Mantissa >>> (-1500 - x.Exponent)

    if magnitude x < -100 then
        0, x
    else
        // A finite number may need 1024 bits before the point: 1500 behind it leave 400 for the angle.
        let quarter = piBits / BigInteger 2

        let n =
            BigInteger.Divide(units + (quarter / BigInteger 2) * BigInteger(sign (toFloat x)), quarter)

        int (((n % BigInteger 4) + BigInteger 4) % BigInteger 4), Real.Of(units - n * quarter, -1500)

let private sincos (x: Real) =
    let n, r = quarters x
    let s, c = alternating r r 1, alternating one r 0

    match n with
    | 0 -> s, c
    | 1 -> c, -s
    | 2 -> -s, -c
    | _ -> -c, s

let sin x = fst (sincos x)
let cos x = snd (sincos x)
let tan x = let s, c = sincos x in s / c

/// By Newton iteration on integers.
let sqrt (x: Real) =
    let excess = 2 * precision + (x.Exponent &&& 1)
    let n = x.Mantissa <<< excess

    let rec newton (y: BigInteger) =
        let next = (y + n / y) >>> 1
        if next >= y then y else newton next

    let start = BigInteger.One <<< ((int (n.GetBitLength()) + 1) / 2)
    if n.IsZero then x else Real.Of(newton start, (x.Exponent - excess) / 2)

let rec atan (x: Real) =
    if magnitude x > -6 then
        scale 1 (atan (x / (one + sqrt (one + x * x))))
    else
        let z = -(x * x)

        let rec go (sum: Real) (power: Real) k =
            if power.Mantissa.IsZero || magnitude power < magnitude sum - precision - 5 then
                sum
            else
                go (sum + power / ofInt (2 * k + 1)) (power * z) (k + 1)

        go (ofInt 0) x 0

let asin (x: Real) =
    scale 1 (atan (x / (one + sqrt ((one - x) * (one + x)))))

let acos (x: Real) =
    if (x + one).Mantissa.IsZero then
        pi
    else
        scale 1 (atan (sqrt ((one - x) / (one + x))))

let rec sinh (x: Real) =
    if x.Mantissa.Sign < 0 then
        -(sinh -x)
    else
        let t = expm1 x in scale -1 (t + t / (one + t))

let cosh x = scale -1 (exp x + one / exp x)

let tanh x =
    let t = expm1 (scale 1 x) in t / (t + ofInt 2)

let power (x: Real) (y: Real) = exp (y * log x)

/// Distance of a double from the true value, in units in the last place of the double nearest to it.
let ulps (found: float) (truth: Real) =
    let top = magnitude truth

    if top > 1024 then
        if Double.IsInfinity found && sign found = truth.Mantissa.Sign then
            0.0
        else
            infinity
    elif not (Double.IsFinite found) then
        infinity
    else
        abs (toFloat (scale -(max (top - 53) -1074) (ofFloat found - truth)))
