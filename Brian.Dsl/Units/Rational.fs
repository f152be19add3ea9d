namespace Brian

open System
open System.Globalization
open System.Runtime.CompilerServices
open System.Runtime.InteropServices

/// An exponent no longer fits: its numerator or denominator left the range of 31 bits.
/// Nothing wraps around silently; the operands are in the message.
[<Sealed>]
type RationalOverflowException internal (operation: string) =
    inherit
        OverflowException(
            $"The exponent {operation} does not fit: numerator and denominator must stay below 2^31 in size."
        )

module internal Fraction =
    let rec private gcd (a: int64) (b: int64) = if b = 0L then a else gcd b (a % b)

    /// Lowest terms with a positive denominator. Both arguments are below 2^63 in size, the denominator is not 0.
    let reduce (numerator: int64) (denominator: int64) : struct (int64 * int64) =
        let divisor = gcd (abs numerator) (abs denominator)
        let divisor = if denominator < 0L then -divisor else divisor
        struct (numerator / divisor, denominator / divisor)

    let fits (numerator: int64) (denominator: int64) =
        abs numerator <= int64 Int32.MaxValue && denominator <= int64 Int32.MaxValue

/// An exact fraction of two integers, always in lowest terms with a positive denominator. `default` is 0.
/// Exponents of dimensions are Rationals: a square root of second is second**(1/2), not second**0.4999.
/// Arithmetic raises RationalOverflowException instead of wrapping around.
[<Struct; IsReadOnly; CustomEquality; CustomComparison>]
type Rational =
    val Numerator: int
    // One less than the denominator, so that the zeroed struct is 0/1.
    val private denominatorLessOne: int

    /// Raises DivideByZeroException when the denominator is 0.
    new(numerator: int, denominator: int) =
        if denominator = 0 then
            raise (DivideByZeroException $"{numerator}/0 is not a number.")

        let struct (n, d) = Fraction.reduce (int64 numerator) (int64 denominator)

        if not (Fraction.fits n d) then
            raise (RationalOverflowException $"{numerator}/{denominator}")

        { Numerator = int n; denominatorLessOne = int d - 1 }

    /// The integer n.
    new(n: int) = Rational(n, 1)

    member r.Denominator = r.denominatorLessOne + 1
    member r.IsInteger = r.denominatorLessOne = 0
    member r.IsZero = r.Numerator = 0
    static member Zero = Rational()
    static member One = Rational 1

    static member private Checked(numerator, denominator, a: Rational, operator: string, b: Rational) =
        let struct (n, d) = Fraction.reduce numerator denominator

        if Fraction.fits n d then
            Rational(int n, int d)
        else
            raise (RationalOverflowException $"({a}){operator}({b})")

    // Products of two 31-bit numbers are below 2^62 in size, so sums of two of them fit a 64-bit integer.
    static member (+)(a: Rational, b: Rational) : Rational =
        let n =
            int64 a.Numerator * int64 b.Denominator + int64 b.Numerator * int64 a.Denominator

        Rational.Checked(n, int64 a.Denominator * int64 b.Denominator, a, "+", b)

    static member (~-)(a: Rational) : Rational = Rational(-a.Numerator, a.Denominator)
    static member (-)(a: Rational, b: Rational) : Rational = a + -b

    static member (*)(a: Rational, b: Rational) : Rational =
        let n = int64 a.Numerator * int64 b.Numerator
        Rational.Checked(n, int64 a.Denominator * int64 b.Denominator, a, "*", b)

    /// Raises DivideByZeroException when b is 0.
    static member (/)(a: Rational, b: Rational) : Rational =
        if b.IsZero then
            raise (DivideByZeroException $"({a})/0 is not a number.")

        let n = int64 a.Numerator * int64 b.Denominator
        Rational.Checked(n, int64 a.Denominator * int64 b.Numerator, a, "/", b)

    static member op_Implicit(n: int) : Rational = Rational n
    static member op_Explicit(r: Rational) : float = float r.Numerator / float r.Denominator

    member a.CompareTo(b: Rational) =
        compare (int64 a.Numerator * int64 b.Denominator) (int64 b.Numerator * int64 a.Denominator)

    member a.Equals(b: Rational) =
        a.Numerator = b.Numerator && a.denominatorLessOne = b.denominatorLessOne

    override a.Equals(other: obj | null) =
        match other with
        | :? Rational as b -> a.Equals b
        | _ -> false

    override r.GetHashCode() =
        HashCode.Combine(r.Numerator, r.denominatorLessOne)

    static member op_Equality(a: Rational, b: Rational) = a.Equals b
    static member op_Inequality(a: Rational, b: Rational) = not (a.Equals b)
    static member op_LessThan(a: Rational, b: Rational) = a.CompareTo b < 0
    static member op_LessThanOrEqual(a: Rational, b: Rational) = a.CompareTo b <= 0
    static member op_GreaterThan(a: Rational, b: Rational) = a.CompareTo b > 0
    static member op_GreaterThanOrEqual(a: Rational, b: Rational) = a.CompareTo b >= 0

    /// `3`, `-3/2`.
    override r.ToString() =
        let n = r.Numerator.ToString CultureInfo.InvariantCulture

        if r.IsInteger then
            n
        else
            n + "/" + r.Denominator.ToString CultureInfo.InvariantCulture

    /// The fraction whose nearest float is x, with the smallest denominator up to 1000: 0.5 is 1/2, 1/3.0 is 1/3.
    /// False when there is none, and for infinities and NaN.
    static member TryFromFloat(x: float, [<Out>] result: byref<Rational>) : bool =
        let mutable found = false
        let mutable d = 1

        while not found && d <= 1000 do
            let n = Math.Round(x * float d)

            if abs n <= float Int32.MaxValue && n / float d = x then
                result <- Rational(int n, d)
                found <- true

            d <- d + 1

        found

    /// Reads `3`, `-3/2`, `0.5`. False when the text is no such number or does not fit.
    static member TryParse(text: string, [<Out>] result: byref<Rational>) : bool =
        let integer (part: string) =
            let ok, n =
                Int32.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)

            if ok && n <> Int32.MinValue then ValueSome n else ValueNone

        let parts = text.Trim().Split '/'

        match parts |> Array.map integer with
        | [| ValueSome n |] ->
            result <- Rational n
            true
        | [| ValueSome n; ValueSome d |] when d > 0 ->
            result <- Rational(n, d)
            true
        | [| ValueNone |] ->
            let style = NumberStyles.AllowLeadingSign ||| NumberStyles.AllowDecimalPoint
            let ok, x = Double.TryParse(parts[0], style, CultureInfo.InvariantCulture)
            ok && Rational.TryFromFloat(x, &result)
        | _ -> false

    /// Reads `3`, `-3/2`, `0.5`; raises FormatException for anything else.
    static member Parse(text: string) : Rational =
        let mutable result = Rational()

        if Rational.TryParse(text, &result) then
            result
        else
            raise (ScriptFormatException $"'{text}' is not a fraction; expected for example 3, -3/2 or 0.5.")

    interface IEquatable<Rational> with
        member a.Equals b = a.Equals b

    interface IComparable<Rational> with
        member a.CompareTo b = a.CompareTo b

    interface IComparable with
        member a.CompareTo(other: obj | null) =
            match other with
            | :? Rational as b -> a.CompareTo b
            | _ -> invalidArg (nameof other) "A Rational can be compared with a Rational only."
