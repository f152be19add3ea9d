namespace Brian

open System
open System.Globalization

/// How quantities become text. Depends on the values and the dimension only: not on what was printed or computed before,
/// and not on the machine's culture.
module internal Display =
    let private invariant = CultureInfo.InvariantCulture

    let private special (x: float) =
        if Double.IsNaN x then ValueSome "nan"
        elif Double.IsPositiveInfinity x then ValueSome "inf"
        elif Double.IsNegativeInfinity x then ValueSome "-inf"
        else ValueNone

    /// Up to 8 significant digits: `50`, `0.33333333`, `1e-09`.
    let number (x: float) =
        match special x with
        | ValueSome text -> text
        | ValueNone when x = 0.0 -> "0"
        | ValueNone -> x.ToString("g8", invariant)

    /// As many digits as it takes to read the same float back.
    let shortest (x: float) =
        match special x with
        | ValueSome text -> text
        | ValueNone -> x.ToString("R", invariant).Replace('E', 'e')

    let private formatted (format: string) (x: float) =
        match special x with
        | ValueSome text -> text
        | ValueNone -> x.ToString(format, invariant)

    /// x SI units in units of 10**exponent10. Multiplying by an exact power of ten rounds once.
    let inUnitsOf (exponent10: int) (x: float) =
        if exponent10 < 0 then
            x * Scale.powerOfTen -exponent10
        else
            x / Scale.powerOfTen exponent10

    let withUnit (number: string) (unit: string) =
        if unit = "" then number else number + " " + unit

    /// `[1 2 3] mV`; of more values than the limit the first and last three, and how many there are.
    let listed (limit: int) (numbers: float[]) (text: float -> string) (unit: string) =
        if numbers.Length <= limit then
            withUnit ("[" + String.Join(' ', Array.map text numbers) + "]") unit
        else
            let ends =
                Array.map text [| yield! numbers[..2]; yield! numbers[numbers.Length - 3 ..] |]

            let shown = $"[{ends[0]} {ends[1]} {ends[2]} ... {ends[3]} {ends[4]} {ends[5]}]"
            $"{withUnit shown unit} ({numbers.Length} values)"

    /// A format is a number format, a unit, or both: `F2`, `mV`, `F2 mV`. `G` and nothing are the usual display.
    [<Struct>]
    type Format = { Number: string | null; Unit: string | null }

    let private isNumberFormat (word: string) =
        word.Length > 0
        && (Char.IsAsciiLetter word[0]
            && "EFGNR".Contains(Char.ToUpperInvariant word[0])
            && word.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0
            || word[0] = '0'
            || word[0] = '#')

    let private parseFormat (format: string | null) =
        match format with
        | null
        | ""
        | "G"
        | "g" -> { Number = null; Unit = null }
        | format ->
            let space = format.IndexOf ' '
            let first = if space < 0 then format else format.Substring(0, space)

            if not (isNumberFormat first) then { Number = null; Unit = format }
            elif space < 0 then { Number = first; Unit = null }
            else { Number = first; Unit = format.Substring(space + 1).Trim() }

    let private numberText (format: string | null) =
        match format with
        | null -> number
        | "R"
        | "r" -> shortest
        | format -> formatted format

    /// Raises FormatException when the unit is none, DimensionMismatchException (by `mismatch`) when it does not fit.
    let private chosenUnit (mismatch: Dimension -> exn) (dimension: Dimension) (text: string) =
        match UnitText.parse text with
        | Error problem ->
            raise (
                ScriptFormatException
                    $"The format asks for the unit '{Excerpt.ofText text}': {UnitText.sentence problem}"
            )
        | Ok unit when unit.Dimension <> dimension -> raise (mismatch unit.Dimension)
        | Ok unit -> unit.Scale

    /// The exact inverse of reading: the best unit when the shortest digits in it read back to the same float, else the
    /// coherent one.
    let private exact (x: float) (dimension: Dimension) =
        let best = UnitChoice.bestUnit (ReadOnlySpan [| x |]) dimension
        let digits = shortest (inUnitsOf best.Exponent10 x)

        let back =
            match UnitText.leadingNumber digits with
            | ValueSome(struct (y, _)) -> y * Scale.powerOfTen best.Exponent10
            | ValueNone -> nan

        if BitConverter.DoubleToInt64Bits back = BitConverter.DoubleToInt64Bits x then
            withUnit digits best.Text
        else
            let coherent = UnitChoice.coherentUnit dimension

            if coherent.Exponent10 = 0 then
                withUnit (shortest x) coherent.Text
            else
                withUnit (shortest x) dimension.Symbol

    let scalar (format: string | null) (mismatch: Dimension -> exn) (x: float) (dimension: Dimension) =
        match parseFormat format with
        | { Number = null; Unit = null } when dimension.IsDimensionless -> shortest x
        | { Number = "R"; Unit = null }
        | { Number = "r"; Unit = null } -> exact x dimension
        | { Number = numberFormat; Unit = null } ->
            let unit = UnitChoice.bestUnit (ReadOnlySpan [| x |]) dimension
            withUnit (numberText numberFormat (inUnitsOf unit.Exponent10 x)) unit.Text
        | { Number = numberFormat; Unit = unit } ->
            let unit = nonNull unit
            withUnit (numberText numberFormat (x / chosenUnit mismatch dimension unit)) unit

    let array
        (limit: int)
        (format: string | null)
        (mismatch: Dimension -> exn)
        (xs: float[])
        (dimension: Dimension)
        =
        let format = parseFormat format

        let convert, unit =
            match format.Unit with
            | null ->
                let unit = UnitChoice.bestUnit (ReadOnlySpan xs) dimension
                inUnitsOf unit.Exponent10, unit.Text
            | unit ->
                let scale = chosenUnit mismatch dimension unit
                (fun x -> x / scale), unit

        listed limit xs (convert >> numberText format.Number) unit

    /// `10^{-9}`-style numbers and upright units: `50\,\mathrm{mV}`.
    let latex (x: float) (dimension: Dimension) =
        let unit = UnitChoice.bestUnit (ReadOnlySpan [| x |]) dimension

        let digits =
            match (number (inUnitsOf unit.Exponent10 x)).Split 'e' with
            | [| mantissa; exponent |] -> $"{mantissa} \\times 10^{{{Int32.Parse(exponent, invariant)}}}"
            | _ -> number (inUnitsOf unit.Exponent10 x)

        let digits = digits.Replace("inf", "\\infty").Replace("nan", "\\mathrm{NaN}")
        if unit.Text = "" then digits else digits + "\\," + UnitText.toLatex unit.Text
