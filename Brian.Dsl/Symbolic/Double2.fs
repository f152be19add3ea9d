/// Double-double arithmetic.
[<AutoOpen>]
module internal Brian.Symbolic.DoubleDouble

open System

/// An unevaluated sum of two doubles, |Low| at most half a unit in the last place of High: about 106 bits (Dekker 1971,
/// "A floating-point technique for extending the available precision"). Infinities and NaN have no low part.
[<Struct>]
type Double2 =
    {
        High: float
        Low: float
    }

    static member Zero = { High = 0.0; Low = 0.0 }
    static member One = { High = 1.0; Low = 0.0 }
    static member OfFloat x = { High = x; Low = 0.0 }

    /// The nearest double.
    member this.Value = this.High + this.Low

    member this.IsZero = this.High = 0.0

    /// Renormalises a sum whose first term is the larger.
    static member Fast(a: float, b: float) =
        let sum = a + b

        if Double.IsFinite sum then
            { High = sum; Low = b - (sum - a) }
        else
            { High = sum; Low = 0.0 }

    /// A value and its correction; what is not finite is not corrected.
    static member Corrected(value: float, correction: float) =
        if Double.IsFinite value && Double.IsFinite correction then
            Double2.Fast(value, correction)
        else
            { High = value; Low = 0.0 }

    static member Add(a: Double2, b: Double2) =
        let sum = a.High + b.High
        let back = sum - a.High
        let error = (a.High - (sum - back)) + (b.High - back)
        let low = a.Low + b.Low
        // the low parts are summed exactly as well, so that cancelling high parts cost nothing
        let lowBack = low - a.Low
        let lowError = (a.Low - (low - lowBack)) + (b.Low - lowBack)

        match Double2.Corrected(sum, error + low) with
        | first when Double.IsFinite first.High -> Double2.Fast(first.High, first.Low + lowError)
        | infinite -> infinite

    static member Negate(a: Double2) = { High = -a.High; Low = -a.Low }
    static member Subtract(a: Double2, b: Double2) = Double2.Add(a, Double2.Negate b)

    static member Multiply(a: Double2, b: Double2) =
        let product = a.High * b.High
        let error = Math.FusedMultiplyAdd(a.High, b.High, -product)
        Double2.Corrected(product, error + (a.High * b.Low + a.Low * b.High))

    static member Divide(a: Double2, b: Double2) =
        let quotient = a.High / b.High

        if not (Double.IsFinite quotient) || Double.IsInfinity b.High then
            Double2.OfFloat quotient
        else
            let remainder = Double2.Subtract(a, Double2.Multiply(Double2.OfFloat quotient, b))
            Double2.Corrected(quotient, remainder.High / b.High)

    /// The square root of a number that is not negative.
    static member Sqrt(a: Double2) =
        let root = Math.Sqrt a.High

        if root = 0.0 || not (Double.IsFinite root) then
            Double2.OfFloat root
        else
            let remainder =
                Double2.Subtract(a, Double2.Multiply(Double2.OfFloat root, Double2.OfFloat root))

            Double2.Corrected(root, remainder.High / (2.0 * root))

    /// The number times 2^power, exact while nothing under- or overflows.
    static member Scale(a: Double2, power: int) =
        { High = Math.ScaleB(a.High, power); Low = Math.ScaleB(a.Low, power) }

/// Operators of their own: the usual ones are looked up among public members only.
let (.+) a b = Double2.Add(a, b)
let (.-) a b = Double2.Subtract(a, b)
let (.*) a b = Double2.Multiply(a, b)
let (./) a b = Double2.Divide(a, b)
