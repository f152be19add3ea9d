namespace Brian

open System
open System.Collections
open System.Collections.Generic
open System.ComponentModel
open System.Diagnostics
open System.Runtime.CompilerServices
open System.Runtime.InteropServices

/// Dimensions as quantities keep them: null is the dimension of a plain number, so that a zeroed struct is the number 0.
module internal Dim =
    let keep (d: Dimension) : Dimension | null = if d.IsDimensionless then null else d

    let full (d: Dimension | null) : Dimension =
        match d with
        | null -> Dimension.None
        | d -> d

    let inline same (a: Dimension | null) (b: Dimension | null) = obj.ReferenceEquals(a, b)

    let times (a: Dimension | null) (b: Dimension | null) : Dimension | null =
        match a, b with
        | null, d
        | d, null -> d
        | a, b -> keep (a.Multiply b)

    let over (a: Dimension | null) (b: Dimension | null) : Dimension | null =
        match a, b with
        | d, null -> d
        | null, d -> keep (d.Inverse())
        | a, b -> keep (a.Divide b)

    let power (d: Dimension | null) (exponent: Rational) : Dimension | null =
        match d with
        | null -> null
        | d -> keep (d.Power exponent)

    let exponentOf (text: unit -> string) (exponent: float) =
        match Rational.TryFromFloat exponent with
        | true, r -> r
        | _ ->
            let shown = Display.shortest exponent

            raise (
                ScriptArgumentException
                    $"Cannot calculate {text ()} to the power {shown}: the exponent of a quantity with a unit must be a fraction with a denominator up to 1000, such as 2, 0.5 or 1/3."
            )

/// A number with a dimension: `10*ms`. Kept as a float in SI units; `default` is the number 0.
/// `+ - %` and comparison need equal dimensions and raise DimensionMismatchException otherwise, with two exceptions: a
/// plain 0 fits everything for `+`, `-` and comparison, and plain infinities may be compared with everything.
/// `Equals` (and F#'s `=`) never raises: quantities of different dimensions are just not equal.
/// No operation allocates, but F# itself boxes the operands of `<`, `=` and `compare` on every struct with an order of its own:
/// where that counts, `a.CompareTo b < 0` and `a.Equals b` do not.
[<Struct; IsReadOnly; CustomEquality; CustomComparison>]
[<StructuredFormatDisplay("{Display}"); DebuggerDisplay("{Display,nq}")>]
type Quantity =
    /// The value in coherent SI units: 0.01 for `10*ms`.
    val SIValue: float
    /// The dimension, untyped: a struct with a field of an F# class has no default value for the compiler.
    val private kept: objnull

    member private q.dimension: Dimension | null =
        match q.kept with
        | null -> null
        | dimension -> Unsafe.As<Dimension> dimension

    /// From a value in SI units.
    new(siValue: float, dimension: Dimension) = { SIValue = siValue; kept = Dim.keep dimension }

    /// A plain number.
    new(number: float) = { SIValue = number; kept = null }

    internal new(siValue: float, dimension: Dimension | null, _raw: unit) =
        { SIValue = siValue; kept = dimension }

    member q.Dimension: Dimension = Dim.full q.dimension
    member internal q.RawDimension = q.dimension
    member q.IsDimensionless = isNull q.dimension
    member q.HasDimension(dimension: Dimension) : bool = q.Dimension = dimension
    static member Zero: Quantity = Quantity 0.0
    static member One: Quantity = Quantity 1.0

    /// Same dimension? A plain 0 is not special here.
    member q.HasDimensionOf(other: Quantity) : bool = Dim.same q.dimension other.dimension

    // ---- checks ----

    member private q.IsPlainZero = isNull q.dimension && q.SIValue = 0.0
    member private q.IsPlainInfinity = isNull q.dimension && Double.IsInfinity q.SIValue

    static member private Common(operator: string, a: Quantity, b: Quantity) : Dimension | null =
        if Dim.same a.dimension b.dimension || b.IsPlainZero then
            a.dimension
        elif a.IsPlainZero then
            b.dimension
        else
            raise (Mismatch.calculate operator a.Dimension (string a) b.Dimension (string b))

    static member private CheckComparable(a: Quantity, b: Quantity) =
        if
            not (Dim.same a.dimension b.dimension)
            && not (a.IsPlainZero || b.IsPlainZero || a.IsPlainInfinity || b.IsPlainInfinity)
        then
            raise (Mismatch.compare a.Dimension (string a) b.Dimension (string b))

    /// The plain number, for something that needs one.
    member internal q.Number(use': string) : float =
        if isNull q.dimension then
            q.SIValue
        else
            raise (Mismatch.notPlain use' q.Dimension (string q))

    // ---- arithmetic ----

    static member (+)(a: Quantity, b: Quantity) : Quantity =
        Quantity(a.SIValue + b.SIValue, Quantity.Common("+", a, b), ())

    static member (+)(a: Quantity, b: float) : Quantity = a + Quantity b
    static member (+)(a: float, b: Quantity) : Quantity = Quantity a + b
    static member (+)(a: Quantity, b: int) : Quantity = a + Quantity(float b)
    static member (+)(a: int, b: Quantity) : Quantity = Quantity(float a) + b

    static member (-)(a: Quantity, b: Quantity) : Quantity =
        Quantity(a.SIValue - b.SIValue, Quantity.Common("-", a, b), ())

    static member (-)(a: Quantity, b: float) : Quantity = a - Quantity b
    static member (-)(a: float, b: Quantity) : Quantity = Quantity a - b
    static member (-)(a: Quantity, b: int) : Quantity = a - Quantity(float b)
    static member (-)(a: int, b: Quantity) : Quantity = Quantity(float a) - b

    static member (*)(a: Quantity, b: Quantity) : Quantity =
        Quantity(a.SIValue * b.SIValue, Dim.times a.dimension b.dimension, ())

    static member (*)(a: Quantity, b: float) : Quantity =
        Quantity(a.SIValue * b, a.dimension, ())

    static member (*)(a: float, b: Quantity) : Quantity =
        Quantity(a * b.SIValue, b.dimension, ())

    static member (*)(a: Quantity, b: int) : Quantity =
        Quantity(a.SIValue * float b, a.dimension, ())

    static member (*)(a: int, b: Quantity) : Quantity =
        Quantity(float a * b.SIValue, b.dimension, ())

    static member (/)(a: Quantity, b: Quantity) : Quantity =
        Quantity(a.SIValue / b.SIValue, Dim.over a.dimension b.dimension, ())

    static member (/)(a: Quantity, b: float) : Quantity =
        Quantity(a.SIValue / b, a.dimension, ())

    static member (/)(a: float, b: Quantity) : Quantity = Quantity a / b

    static member (/)(a: Quantity, b: int) : Quantity =
        Quantity(a.SIValue / float b, a.dimension, ())

    static member (/)(a: int, b: Quantity) : Quantity = Quantity(float a) / b

    /// The remainder with the sign of the divisor, as in equations; the dimensions must be equal.
    static member (%)(a: Quantity, b: Quantity) : Quantity =
        if Dim.same a.dimension b.dimension then
            Quantity(ArrayMath.modulo a.SIValue b.SIValue, a.dimension, ())
        else
            raise (Mismatch.calculate "%" a.Dimension (string a) b.Dimension (string b))

    static member (~-)(q: Quantity) : Quantity = Quantity(-q.SIValue, q.dimension, ())
    static member (~+)(q: Quantity) : Quantity = q

    /// An array of plain numbers, in this unit: `[| 1.0; 2.0 |]*mV`.
    static member (*)(xs: float[], unit: Quantity) : Quantities = Quantities(xs, unit)

    static member (*)(unit: Quantity, xs: float[]) : Quantities = Quantities(xs, unit)

    static member DivideByInt(q: Quantity, n: int) : Quantity = q / n

    // ---- powers ----

    static member Pow(q: Quantity, exponent: Rational) : Quantity =
        Quantity(Math.Pow(q.SIValue, float exponent), Dim.power q.dimension exponent, ())

    static member Pow(q: Quantity, exponent: int) : Quantity =
        Quantity(Math.Pow(q.SIValue, float exponent), Dim.power q.dimension (Rational exponent), ())

    /// The exponent of a quantity with a unit must be a fraction with a denominator up to 1000 (0.5, 1.5, 1/3.0);
    /// raises ArgumentException otherwise.
    static member Pow(q: Quantity, exponent: float) : Quantity =
        if isNull q.dimension then
            Quantity(Math.Pow(q.SIValue, exponent))
        else
            Quantity(
                Math.Pow(q.SIValue, exponent),
                Dim.power q.dimension (Dim.exponentOf (fun () -> string q) exponent),
                ()
            )

    /// The exponent must be a plain number.
    static member Pow(q: Quantity, exponent: Quantity) : Quantity =
        Quantity.Pow(q, exponent.Number $"The exponent of {q}")

    /// The exponent must be a plain number.
    static member Pow(x: float, exponent: Quantity) : float =
        Math.Pow(x, exponent.Number $"The exponent of {Display.number x}")

    static member Sqrt(q: Quantity) : Quantity =
        Quantity(Math.Sqrt q.SIValue, Dim.power q.dimension (Rational(1, 2)), ())

    // ---- functions that keep the unit ----

    static member Abs(q: Quantity) : Quantity =
        Quantity(abs q.SIValue, q.dimension, ())

    /// -1, 0 or 1; raises ArithmeticException for NaN.
    member q.Sign: int = Math.Sign q.SIValue

    static member Min(a: Quantity, b: Quantity) : Quantity = if b.CompareTo a < 0 then b else a
    static member Max(a: Quantity, b: Quantity) : Quantity = if b.CompareTo a > 0 then b else a

    member q.Clip(low: Quantity, high: Quantity) : Quantity =
        Quantity.Min(Quantity.Max(q, low), high)

    member q.IsNaN = Double.IsNaN q.SIValue
    member q.IsFinite = Double.IsFinite q.SIValue

    // ---- functions of plain numbers; a quantity with a unit raises DimensionMismatchException ----

    static member Exp(q: Quantity) : Quantity = Quantity(Math.Exp(q.Number "exp"))
    static member Log(q: Quantity) : Quantity = Quantity(Math.Log(q.Number "log"))
    static member Log10(q: Quantity) : Quantity = Quantity(Math.Log10(q.Number "log10"))
    static member Sin(q: Quantity) : Quantity = Quantity(Math.Sin(q.Number "sin"))
    static member Cos(q: Quantity) : Quantity = Quantity(Math.Cos(q.Number "cos"))
    static member Tan(q: Quantity) : Quantity = Quantity(Math.Tan(q.Number "tan"))
    static member Asin(q: Quantity) : Quantity = Quantity(Math.Asin(q.Number "asin"))
    static member Acos(q: Quantity) : Quantity = Quantity(Math.Acos(q.Number "acos"))
    static member Atan(q: Quantity) : Quantity = Quantity(Math.Atan(q.Number "atan"))
    static member Sinh(q: Quantity) : Quantity = Quantity(Math.Sinh(q.Number "sinh"))
    static member Cosh(q: Quantity) : Quantity = Quantity(Math.Cosh(q.Number "cosh"))
    static member Tanh(q: Quantity) : Quantity = Quantity(Math.Tanh(q.Number "tanh"))
    static member Floor(q: Quantity) : Quantity = Quantity(Math.Floor(q.Number "floor"))
    static member Ceiling(q: Quantity) : Quantity = Quantity(Math.Ceiling(q.Number "ceil"))
    /// To the nearest integer, halves to the even one.
    static member Round(q: Quantity) : Quantity = Quantity(Math.Round(q.Number "round"))

    static member Truncate(q: Quantity) : Quantity =
        Quantity(Math.Truncate(q.Number "truncate"))

    // ---- to and from plain numbers ----

    static member op_Implicit(number: float) : Quantity = Quantity number
    static member op_Implicit(number: int) : Quantity = Quantity(float number)
    static member op_Explicit(q: Quantity) : float = q.Number "float"
    static member op_Explicit(q: Quantity) : int = int (q.Number "int")

    /// How many of the unit: `(0.05*volt).In mV` is 50. Raises DimensionMismatchException unless the dimensions are equal.
    member q.In(unit: Quantity) : float =
        if Dim.same q.dimension unit.dimension then
            Scale.count q.SIValue unit.SIValue (Scale.perUnit unit.SIValue)
        else
            raise (Mismatch.convert q.Dimension (string q) unit.Dimension unit.AsUnit)

    // ---- comparison ----

    /// Raises DimensionMismatchException for different dimensions; NaN comes first, as for floats.
    member a.CompareTo(b: Quantity) : int =
        Quantity.CheckComparable(a, b)
        a.SIValue.CompareTo b.SIValue

    member a.Equals(b: Quantity) =
        a.SIValue.Equals b.SIValue && Dim.same a.dimension b.dimension

    override a.Equals(other: obj | null) =
        match other with
        | :? Quantity as b -> a.Equals b
        | _ -> false

    override q.GetHashCode() =
        let hash = q.SIValue.GetHashCode()

        match q.dimension with
        | null -> hash
        | d -> hash * 31 + d.GetHashCode()

    static member op_LessThan(a: Quantity, b: Quantity) : bool =
        Quantity.CheckComparable(a, b)
        a.SIValue < b.SIValue

    static member op_LessThanOrEqual(a: Quantity, b: Quantity) : bool =
        Quantity.CheckComparable(a, b)
        a.SIValue <= b.SIValue

    static member op_GreaterThan(a: Quantity, b: Quantity) : bool =
        Quantity.CheckComparable(a, b)
        a.SIValue > b.SIValue

    static member op_GreaterThanOrEqual(a: Quantity, b: Quantity) : bool =
        Quantity.CheckComparable(a, b)
        a.SIValue >= b.SIValue

    /// C#'s `==`, a comparison like `<`: raises for different dimensions, and a plain 0 equals `0*mV`.
    static member op_Equality(a: Quantity, b: Quantity) : bool =
        Quantity.CheckComparable(a, b)
        a.SIValue = b.SIValue

    static member op_Inequality(a: Quantity, b: Quantity) : bool = not (Quantity.op_Equality (a, b))

    interface IEquatable<Quantity> with
        member a.Equals b = a.Equals b

    interface IComparable<Quantity> with
        member a.CompareTo b = a.CompareTo b

    interface IComparable with
        member a.CompareTo(other: obj | null) =
            match other with
            | :? Quantity as b -> a.CompareTo b
            | _ -> invalidArg (nameof other) "A Quantity can be compared with a Quantity only."

    // ---- text ----

    /// In the best unit with up to 8 significant digits: `50 mV`. A plain number is written in full.
    override q.ToString() = q.ToString(null: string | null)

    /// A number format, a unit or both, always in the invariant culture: `F2` gives `3.14 mV`, `mV` gives `3000 mV`,
    /// `F1 uA/cm^2` both; `R` is read back by Parse to exactly the same quantity.
    /// Raises FormatException for an unknown unit, DimensionMismatchException for one that does not fit.
    member q.ToString(format: string | null) : string =
        let self = q

        let mismatch unit =
            Mismatch.convert self.Dimension (string self) unit (nonNull format)

        Display.scalar format mismatch q.SIValue q.Dimension

    /// In the given unit: `(3*volt).ToString mV` is `3000 mV`.
    /// Raises ArgumentException when `unit` is not one unit with a symbol.
    member q.ToString(unit: Quantity) : string =
        let count = q.In unit
        Display.withUnit (Display.number count) (unit.UnitText())

    /// In the best unit, rounded to so many decimals: `1.235 mV`.
    member q.InBestUnit(decimals: int) : string =
        q.ToString("0." + String('#', decimals))

    /// `ms` rather than `1 ms`, where it is a unit.
    member internal q.AsUnit: string =
        UnitChoice.tryUnitText q.SIValue q.Dimension |> ValueOption.defaultValue (string q)

    member internal q.UnitText() : string =
        match UnitChoice.tryUnitText q.SIValue q.Dimension with
        | ValueSome text -> text
        | ValueNone ->
            raise (
                ScriptArgumentException
                    $"{q} is not a unit with a symbol. Name the unit in a format instead, for example \"uA/cm^2\"."
            )

    /// For mathematics typesetting: `50\,\mathrm{mV}`.
    member q.ToLatex() : string = Display.latex q.SIValue q.Dimension

    [<EditorBrowsable(EditorBrowsableState.Never)>]
    member q.Display: string = q.ToString()

    interface IFormattable with
        member q.ToString(format: string | null, _: IFormatProvider | null) = q.ToString(format)

    static member private Read(text: string) : Result<Quantity, string> =
        let text = text.Trim()

        match UnitText.leadingNumber text with
        | ValueNone -> Error $"found '{Excerpt.ofText text}'"
        | ValueSome(struct (number, stop)) ->
            let rest = text.Substring(stop).Trim()
            let unit = if rest.StartsWith '/' then "1" + rest else rest.TrimStart '*'

            UnitText.parse unit |> Result.map (fun unit -> Quantity(number * unit.Scale, unit.Dimension))

    /// Reads a number and a unit in the invariant culture: `10.5 mV`, `-3e-2 uA/cm^2`, `2 volt/second`, `0.5`, `inf`.
    /// Raises FormatException, which says what was found, for anything else.
    static member Parse(text: string) : Quantity =
        match Quantity.Read text with
        | Ok q -> q
        | Error problem ->
            raise (
                ScriptFormatException
                    $"'{Excerpt.ofText text}' is not a quantity: {UnitText.sentence problem} Expected a number and a unit, for example '10.5 mV'."
            )

    /// As Parse, but false for text that is no quantity.
    static member TryParse(text: string, [<Out>] result: byref<Quantity>) : bool =
        match Quantity.Read text with
        | Ok q ->
            result <- q
            true
        | Error _ -> false

/// An immutable array of quantities of one dimension: the values of a variable, the times of spikes.
/// Arithmetic goes element by element; no operation loses the unit. Two arrays must have equal lengths (ArgumentException)
/// and, for `+ - %` and comparison, equal dimensions (DimensionMismatchException; a plain 0 fits).
and [<Sealed; StructuredFormatDisplay("{Display}"); DebuggerDisplay("{Display,nq}")>] Quantities
    private (values: float[], dimension: Dimension | null) =

    /// Plain numbers times a unit.
    new(numbers: float[], unit: Quantity) =
        let scale = unit.SIValue
        Quantities(ArrayMath.map (fun x -> x * scale) numbers, unit.RawDimension)

    /// Copies the quantities; raises DimensionMismatchException when they have different dimensions.
    new(quantities: IEnumerable<Quantity>) =
        let all: Quantity[] = Array.ofSeq quantities

        for q in all do
            if not (q.HasDimensionOf all[0]) then
                raise (Mismatch.join all[0].Dimension (string all[0]) q.Dimension (string q))

        Quantities(
            Array.map (fun (q: Quantity) -> q.SIValue) all,
            (if all.Length = 0 then null else all[0].RawDimension)
        )

    /// Takes the array as its own: the caller gives it away.
    static member internal Wrap(siValues: float[], dimension: Dimension) : Quantities =
        Quantities(siValues, Dim.keep dimension)

    /// From a copy of values in SI units.
    static member FromSI(siValues: ReadOnlySpan<float>, dimension: Dimension) : Quantities =
        Quantities(siValues.ToArray(), Dim.keep dimension)

    static member Of([<ParamArray>] quantities: Quantity[]) : Quantities = Quantities quantities
    member _.Dimension: Dimension = Dim.full dimension
    member internal _.RawDimension = dimension
    member _.IsDimensionless = isNull dimension
    member _.HasDimension(other: Dimension) : bool = Dim.full dimension = other
    member _.Length = values.Length
    /// The same as Length, under the name that collections use.
    member _.Count = values.Length
    /// The values in SI units, not copied.
    member _.SIValues: ReadOnlySpan<float> = ReadOnlySpan values
    member internal _.Raw = values

    // ---- elements ----

    member _.Item
        with get (index: int): Quantity = Quantity(values[index], dimension, ())

    /// The elements where the mask is true.
    member _.Item
        with get (mask: bool[]): Quantities =
            if mask.Length <> values.Length then
                raise (
                    ScriptArgumentException(
                        $"The mask has {mask.Length} entries for {values.Length} values.",
                        nameof mask
                    )
                )

            Quantities(
                [|
                    for i in 0 .. mask.Length - 1 do
                        if mask[i] then
                            values[i]
                |],
                dimension
            )

    /// The elements at these places.
    member _.Item
        with get (indices: int[]): Quantities = Quantities(Array.map (fun i -> values[i]) indices, dimension)

    /// Behind C#'s `xs[1..3]`.
    member _.Slice(start: int, length: int) : Quantities =
        Quantities(values.AsSpan(start, length).ToArray(), dimension)

    /// Behind F#'s `xs[1..3]`.
    [<EditorBrowsable(EditorBrowsableState.Never)>]
    member _.GetSlice(first: int option, last: int option) : Quantities =
        let first = defaultArg first 0
        Quantities(values[first .. defaultArg last (values.Length - 1)], dimension)

    interface IReadOnlyList<Quantity> with
        member xs.Item
            with get index = xs[index]

        member _.Count = values.Length

        member _.GetEnumerator() : IEnumerator<Quantity> =
            (values |> Seq.map (fun x -> Quantity(x, dimension, ()))).GetEnumerator()

        member xs.GetEnumerator() : IEnumerator =
            (xs :> IEnumerable<Quantity>).GetEnumerator()

    // ---- to plain numbers ----

    /// How many of the unit each is; raises DimensionMismatchException unless the dimensions are equal.
    member xs.In(unit: Quantity) : float[] =
        if not (Dim.same dimension unit.RawDimension) then
            raise (Mismatch.convert xs.Dimension xs.Brief unit.Dimension unit.AsUnit)

        let size = unit.SIValue
        let perUnit = Scale.perUnit size
        ArrayMath.map (fun x -> Scale.count x size perUnit) values

    /// A copy as plain numbers; raises DimensionMismatchException when there is a unit. `(times/ms).ToArray()`.
    member xs.ToArray() : float[] = Array.copy (xs.Numbers "ToArray")

    static member op_Explicit(xs: Quantities) : float[] = xs.ToArray()

    member private xs.Numbers(use': string) : float[] =
        if isNull dimension then
            values
        else
            raise (Mismatch.notPlain use' xs.Dimension xs.Brief)

    // ---- checks ----

    /// The dimension of the result when both fit together.
    static member private Common(operator: string, a: Quantities, b: Quantities) : Dimension | null =
        if Dim.same a.RawDimension b.RawDimension then
            a.RawDimension
        else
            raise (Mismatch.calculate operator a.Dimension a.Brief b.Dimension b.Brief)

    member private _.Accepts(q: Quantity) =
        Dim.same dimension q.RawDimension || q.IsDimensionless && q.SIValue = 0.0

    /// The SI value of a scalar on the right that must fit these values; a plain 0 does.
    member private xs.Fit(operator: string, q: Quantity) : float =
        if xs.Accepts q then
            q.SIValue
        else
            raise (Mismatch.calculate operator xs.Dimension xs.Brief q.Dimension (string q))

    /// The same for a scalar on the left.
    member private xs.FitBefore(operator: string, q: Quantity) : float =
        if xs.Accepts q then
            q.SIValue
        else
            raise (Mismatch.calculate operator q.Dimension (string q) xs.Dimension xs.Brief)

    member private xs.Bound(q: Quantity) : float =
        if
            Dim.same dimension q.RawDimension
            || q.IsDimensionless && (q.SIValue = 0.0 || Double.IsInfinity q.SIValue)
        then
            q.SIValue
        else
            raise (Mismatch.compare xs.Dimension xs.Brief q.Dimension (string q))

    member private xs.NonEmpty(what: string) : float[] =
        if values.Length = 0 then
            raise (ScriptOperationException $"{what} of no values at all.")

        values

    // ---- arithmetic ----

    static member (+)(a: Quantities, b: Quantities) : Quantities =
        Quantities(ArrayMath.map2 (fun x y -> x + y) a.Raw b.Raw, Quantities.Common("+", a, b))

    static member (+)(xs: Quantities, q: Quantity) : Quantities =
        let y = xs.Fit("+", q)
        Quantities(ArrayMath.map (fun x -> x + y) xs.Raw, xs.RawDimension)

    static member (+)(q: Quantity, xs: Quantities) : Quantities =
        let y = xs.FitBefore("+", q)
        Quantities(ArrayMath.map (fun x -> y + x) xs.Raw, xs.RawDimension)

    static member (+)(xs: Quantities, y: float) : Quantities = xs + Quantity y
    static member (+)(y: float, xs: Quantities) : Quantities = Quantity y + xs
    static member (+)(xs: Quantities, y: int) : Quantities = xs + Quantity(float y)
    static member (+)(y: int, xs: Quantities) : Quantities = Quantity(float y) + xs

    static member (~-)(xs: Quantities) : Quantities =
        Quantities(ArrayMath.map (fun x -> -x) xs.Raw, xs.RawDimension)

    static member (-)(a: Quantities, b: Quantities) : Quantities =
        Quantities(ArrayMath.map2 (fun x y -> x - y) a.Raw b.Raw, Quantities.Common("-", a, b))

    static member (-)(xs: Quantities, q: Quantity) : Quantities =
        let y = xs.Fit("-", q)
        Quantities(ArrayMath.map (fun x -> x - y) xs.Raw, xs.RawDimension)

    static member (-)(q: Quantity, xs: Quantities) : Quantities =
        let y = xs.FitBefore("-", q)
        Quantities(ArrayMath.map (fun x -> y - x) xs.Raw, xs.RawDimension)

    static member (-)(xs: Quantities, y: float) : Quantities = xs - Quantity y
    static member (-)(y: float, xs: Quantities) : Quantities = Quantity y - xs
    static member (-)(xs: Quantities, y: int) : Quantities = xs - Quantity(float y)
    static member (-)(y: int, xs: Quantities) : Quantities = Quantity(float y) - xs

    static member (*)(a: Quantities, b: Quantities) : Quantities =
        Quantities(ArrayMath.map2 (fun x y -> x * y) a.Raw b.Raw, Dim.times a.RawDimension b.RawDimension)

    static member (*)(xs: Quantities, q: Quantity) : Quantities =
        let y = q.SIValue
        Quantities(ArrayMath.map (fun x -> x * y) xs.Raw, Dim.times xs.RawDimension q.RawDimension)

    static member (*)(q: Quantity, xs: Quantities) : Quantities = xs * q
    static member (*)(xs: Quantities, y: float) : Quantities = xs * Quantity y
    static member (*)(y: float, xs: Quantities) : Quantities = xs * Quantity y
    static member (*)(xs: Quantities, y: int) : Quantities = xs * Quantity(float y)
    static member (*)(y: int, xs: Quantities) : Quantities = xs * Quantity(float y)

    static member (/)(a: Quantities, b: Quantities) : Quantities =
        Quantities(ArrayMath.map2 (fun x y -> x / y) a.Raw b.Raw, Dim.over a.RawDimension b.RawDimension)

    static member (/)(xs: Quantities, q: Quantity) : Quantities =
        let y = q.SIValue
        Quantities(ArrayMath.map (fun x -> x / y) xs.Raw, Dim.over xs.RawDimension q.RawDimension)

    static member (/)(q: Quantity, xs: Quantities) : Quantities =
        let y = q.SIValue
        Quantities(ArrayMath.map (fun x -> y / x) xs.Raw, Dim.over q.RawDimension xs.RawDimension)

    static member (/)(xs: Quantities, y: float) : Quantities = xs / Quantity y
    static member (/)(y: float, xs: Quantities) : Quantities = Quantity y / xs
    static member (/)(xs: Quantities, y: int) : Quantities = xs / Quantity(float y)
    static member (/)(y: int, xs: Quantities) : Quantities = Quantity(float y) / xs

    /// The remainder with the sign of the divisor, as in equations; the dimensions must be equal.
    static member (%)(xs: Quantities, q: Quantity) : Quantities =
        if not (Dim.same xs.RawDimension q.RawDimension) then
            raise (Mismatch.calculate "%" xs.Dimension xs.Brief q.Dimension (string q))

        let y = q.SIValue
        Quantities(ArrayMath.map (fun x -> ArrayMath.modulo x y) xs.Raw, xs.RawDimension)

    // ---- powers and functions ----

    static member Pow(xs: Quantities, exponent: Rational) : Quantities =
        let p = float exponent
        Quantities(ArrayMath.map (fun x -> Math.Pow(x, p)) xs.Raw, Dim.power xs.RawDimension exponent)

    static member Pow(xs: Quantities, exponent: int) : Quantities = Quantities.Pow(xs, Rational exponent)

    /// As for a single quantity: with a unit the exponent must be a fraction.
    static member Pow(xs: Quantities, exponent: float) : Quantities =
        if isNull xs.RawDimension then
            Quantities(ArrayMath.map (fun x -> Math.Pow(x, exponent)) xs.Raw, null)
        else
            Quantities.Pow(xs, Dim.exponentOf (fun () -> xs.Brief) exponent)

    static member Sqrt(xs: Quantities) : Quantities =
        Quantities(ArrayMath.map Math.Sqrt xs.Raw, Dim.power xs.RawDimension (Rational(1, 2)))

    static member Abs(xs: Quantities) : Quantities =
        Quantities(ArrayMath.map (fun x -> Math.Abs x) xs.Raw, xs.RawDimension)

    static member Exp(xs: Quantities) : Quantities =
        Quantities(ArrayMath.map Math.Exp (xs.Numbers "exp"), null)

    static member Log(xs: Quantities) : Quantities =
        Quantities(ArrayMath.map (fun x -> Math.Log x) (xs.Numbers "log"), null)

    static member Log10(xs: Quantities) : Quantities =
        Quantities(ArrayMath.map Math.Log10 (xs.Numbers "log10"), null)

    static member Sin(xs: Quantities) : Quantities =
        Quantities(ArrayMath.map Math.Sin (xs.Numbers "sin"), null)

    static member Cos(xs: Quantities) : Quantities =
        Quantities(ArrayMath.map Math.Cos (xs.Numbers "cos"), null)

    static member Tan(xs: Quantities) : Quantities =
        Quantities(ArrayMath.map Math.Tan (xs.Numbers "tan"), null)

    static member Sinh(xs: Quantities) : Quantities =
        Quantities(ArrayMath.map Math.Sinh (xs.Numbers "sinh"), null)

    static member Cosh(xs: Quantities) : Quantities =
        Quantities(ArrayMath.map Math.Cosh (xs.Numbers "cosh"), null)

    static member Tanh(xs: Quantities) : Quantities =
        Quantities(ArrayMath.map Math.Tanh (xs.Numbers "tanh"), null)

    static member Floor(xs: Quantities) : Quantities =
        Quantities(ArrayMath.map (fun x -> Math.Floor x) (xs.Numbers "floor"), null)

    static member Ceiling(xs: Quantities) : Quantities =
        Quantities(ArrayMath.map (fun x -> Math.Ceiling x) (xs.Numbers "ceil"), null)

    static member Round(xs: Quantities) : Quantities =
        Quantities(ArrayMath.map (fun x -> Math.Round x) (xs.Numbers "round"), null)

    // ---- masks; NaN is neither above nor below ----

    member xs.GreaterThan(bound: Quantity) : bool[] =
        let y = xs.Bound bound
        ArrayMath.mask (fun x -> x > y) values

    member xs.AtLeast(bound: Quantity) : bool[] =
        let y = xs.Bound bound
        ArrayMath.mask (fun x -> x >= y) values

    member xs.LessThan(bound: Quantity) : bool[] =
        let y = xs.Bound bound
        ArrayMath.mask (fun x -> x < y) values

    member xs.AtMost(bound: Quantity) : bool[] =
        let y = xs.Bound bound
        ArrayMath.mask (fun x -> x <= y) values

    // ---- one value from many; raise InvalidOperationException when there is none ----

    member _.Sum() : Quantity =
        Quantity(ArrayMath.sum (ReadOnlySpan values), dimension, ())

    member xs.Mean() : Quantity =
        Quantity(ArrayMath.sum (ReadOnlySpan(xs.NonEmpty "The mean")) / float values.Length, dimension, ())

    /// The mean of the squared distance from the mean: divided by the count, not by one less.
    member xs.Variance() : Quantity =
        Quantity(ArrayMath.variance (xs.NonEmpty "The variance"), Dim.power dimension (Rational 2), ())

    /// The root of Variance.
    member xs.Std() : Quantity =
        Quantity(sqrt (ArrayMath.variance (xs.NonEmpty "The standard deviation")), dimension, ())

    /// NaN when there is a NaN.
    member xs.Min() : Quantity =
        Quantity(Array.reduce (fun a b -> Math.Min(a, b)) (xs.NonEmpty "The minimum"), dimension, ())

    /// NaN when there is a NaN.
    member xs.Max() : Quantity =
        Quantity(Array.reduce (fun a b -> Math.Max(a, b)) (xs.NonEmpty "The maximum"), dimension, ())

    member xs.Median() : Quantity = xs.Percentile 50.0

    /// The value below which p percent lie, linear between neighbours; p from 0 to 100.
    member xs.Percentile(p: float) : Quantity =
        if not (p >= 0.0 && p <= 100.0) then
            raise (ScriptArgumentException($"A percentile is between 0 and 100, not {p}.", nameof p))

        Quantity(ArrayMath.percentile p (xs.NonEmpty "A percentile"), dimension, ())

    static member Dot(a: Quantities, b: Quantities) : Quantity = (a * b).Sum()

    // ---- many from many ----

    member _.CumulativeSum() : Quantities =
        Quantities(ArrayMath.cumulativeSum values, dimension)

    /// Each element less the one before it: one shorter, and empty when there is nothing to subtract.
    member _.Diff() : Quantities =
        Quantities(Array.init (max 0 (values.Length - 1)) (fun i -> values[i + 1] - values[i]), dimension)

    member xs.Clip(low: Quantity, high: Quantity) : Quantities =
        let low, high = xs.Bound low, xs.Bound high
        Quantities(ArrayMath.map (fun x -> Math.Min(Math.Max(x, low), high)) values, dimension)

    /// Raises DimensionMismatchException when the dimensions differ.
    static member Concatenate([<ParamArray>] parts: Quantities[]) : Quantities =
        match parts with
        | [||] -> Quantities([||], null)
        | _ ->
            for part in parts do
                if not (Dim.same part.RawDimension parts[0].RawDimension) then
                    raise (Mismatch.join parts[0].Dimension parts[0].Brief part.Dimension part.Brief)

            Quantities(
                Array.concat (Array.map (fun (part: Quantities) -> part.Raw) parts),
                parts[0].RawDimension
            )

    /// The broken line through the points (xs, ys) at `at`, constant beyond its ends.
    /// Raises ArgumentException unless there is a point and xs increases strictly.
    static member Interpolate(at: Quantities, xs: Quantities, ys: Quantities) : Quantities =
        if not (Dim.same at.RawDimension xs.RawDimension) then
            raise (Mismatch.compare at.Dimension at.Brief xs.Dimension xs.Brief)

        let x, y = xs.NonEmpty "Interpolation", ys.Raw

        if x.Length <> y.Length then
            raise (ScriptArgumentException($"{x.Length} positions have {y.Length} values.", nameof ys))

        if not (Array.forall2 (<) x[.. x.Length - 2] x[1..]) then
            raise (ScriptArgumentException("The positions must increase strictly.", nameof xs))

        Quantities(ArrayMath.map (ArrayMath.interpolate x y) at.Raw, ys.RawDimension)

    /// count values from start to stop, both included, evenly spaced.
    static member Linspace(start: Quantity, stop: Quantity, count: int) : Quantities =
        if count < 1 then
            raise (ScriptArgumentException($"Linspace needs at least one value, not {count}.", nameof count))

        let span = stop - start
        let a, b, d = start.SIValue, stop.SIValue, span.SIValue

        let at i =
            if i > 0 && i = count - 1 then b
            elif count = 1 then a
            else a + d * (float i / float (count - 1))

        Quantities(Array.init count at, span.RawDimension)

    /// start, start + step, start + 2 step, ... before stop.
    static member Arange(start: Quantity, stop: Quantity, step: Quantity) : Quantities =
        let span = stop - start
        let steps = float ((span + 0.0 * step) / step)

        if not (Double.IsFinite steps) then
            raise (
                ScriptArgumentException($"Steps of {step} do not lead from {start} to {stop}.", nameof step)
            )

        // A stop that is a whole number of steps away is left out although the division may round up.
        let count = max 0 (int (ceil (steps - 1e-9)))
        let a, d = start.SIValue, step.SIValue
        Quantities(Array.init count (fun i -> a + float i * d), step.RawDimension)

    // ---- equality and text ----

    /// The same dimension and the same values; NaN equals NaN here.
    override xs.Equals(other: obj | null) =
        match other with
        | :? Quantities as ys ->
            Dim.same dimension ys.RawDimension && values.AsSpan().SequenceEqual(ReadOnlySpan ys.Raw)
        | _ -> false

    override xs.GetHashCode() =
        let mutable hash = HashCode()
        hash.Add xs.Dimension

        for x in values do
            hash.Add x

        hash.ToHashCode()

    /// In one unit: `[16 32.1 48.2] ms`; above 100 values only the first and last three, and how many there are.
    override xs.ToString() = xs.ToString(null: string | null)

    /// The formats of a single quantity, for every value: `F2`, `mV`, `F2 mV`.
    member xs.ToString(format: string | null) : string =
        let mismatch unit =
            Mismatch.convert xs.Dimension xs.Brief unit (nonNull format)

        Display.array 100 format mismatch values xs.Dimension

    /// In the given unit: `[3000 4000] mV`.
    member xs.ToString(unit: Quantity) : string =
        let counts = xs.In unit
        Display.listed 100 counts Display.number (unit.UnitText())

    /// Short enough for a message.
    member internal xs.Brief: string =
        Display.array 10 null (fun _ -> InvalidOperationException()) values xs.Dimension

    [<EditorBrowsable(EditorBrowsableState.Never)>]
    member xs.Display: string = xs.ToString()

    interface IFormattable with
        member xs.ToString(format: string | null, _: IFormatProvider | null) = xs.ToString format
