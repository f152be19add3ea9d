/// The exponential of one number to the last digit, and what a linear equation of one variable needs of it: the case of
/// MatrixExponential that every neuron with a time constant of its own has, ten times as fast.
module internal Brian.Symbolic.ScalarExponential

open System

/// |r| is at most 2^-6 after halving, so that r^14/14! is below 2^-106 of r.
let private smallExponent = -6

/// 1/1, 1/2, ... 1/13.
let private reciprocals =
    [| for k in 1..13 -> Double2.One ./ Double2.OfFloat(float k) |]

/// (e^z, e^z - 1), each with a relative error of some 2^-95; infinite where e^z overflows.
let exponential (z: Double2) : struct (Double2 * Double2) =
    if Double.IsNaN z.High then
        struct (z, z)
    elif z.High > 710.0 then
        struct (Double2.OfFloat infinity, Double2.OfFloat infinity)
    elif z.High < -746.0 then
        struct (Double2.Zero, Double2.OfFloat -1.0)
    else
        let halvings = if z.IsZero then 0 else max 0 (Math.ILogB z.High + 1 - smallExponent)

        let r = Double2.Scale(z, -halvings)
        // r (1 + r/2 (1 + r/3 (...)))
        let mutable series = Double2.One

        for k in reciprocals.Length - 1 .. -1 .. 1 do
            series <- Double2.One .+ (r .* reciprocals[k] .* series)

        let mutable minusOne = r .* series
        let mutable whole = Double2.One .+ minusOne

        for _ in 1..halvings do
            minusOne <- minusOne .* (Double2.OfFloat 2.0 .+ minusOne)
            whole <- whole .* whole

        struct (whole, minusOne)

/// What x' = a x does over a time h.
[<Struct>]
type Relaxation =
    {
        /// e^(a h)
        Kept: float
        /// 1 - e^(a h)
        Approach: float
        /// The integral of e^(a s) over s from 0 to h.
        Integral: float
        /// The root of the integral of e^(2 a s).
        Deviation: float
    }

/// Every number is the nearest double, or next to it; rates and times may be 0 or infinite.
let relaxation (a: Double2) (h: Double2) : Relaxation =
    let z = a .* h
    let struct (whole, minusOne) = exponential z

    let integral (exponent: Double2) (minusOne: Double2) =
        if exponent.IsZero then
            h
        elif Double.IsInfinity exponent.High then
            Double2.OfFloat(Math.Max(0.0, exponent.High))
        else
            h .* (minusOne ./ exponent)

    {
        Kept = whole.Value
        Approach = (Double2.Negate minusOne).Value
        Integral = (integral z minusOne).Value
        Deviation = (integral (z .+ z) (minusOne .* (Double2.OfFloat 2.0 .+ minusOne)) |> Double2.Sqrt).Value
    }
