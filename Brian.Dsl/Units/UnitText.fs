namespace Brian

open System
open System.Globalization
open System.Text

/// Reads the text of a unit, as quantities print it or as equations write it: `mV`, `uA/cm^2`, `m kg^0.5 s^-1.5`,
/// `volt/second**0.5`, `J/mol/K`.
module internal UnitText =
    /// A product of units: its power of ten and its dimension.
    [<Struct>]
    type Parsed =
        {
            Exponent10: Rational
            Dimension: Dimension
        }

        member p.Scale =
            if p.Exponent10.IsInteger then
                Scale.powerOfTen p.Exponent10.Numerator
            else
                Math.Pow(10.0, float p.Exponent10)

    let private one = { Exponent10 = Rational.Zero; Dimension = Dimension.None }

    let private isExponentLetter c = Char.IsAsciiDigit c || c = '.'

    /// Micro and ohm may be written with their own letters.
    let private plain (name: string) =
        name.Replace('\u00b5', 'u').Replace('\u03bc', 'u').Replace("\u2126", "ohm").Replace("\u03a9", "ohm")

    // A reader is a position in the text; every function below moves it forward.
    let private spanWhile (text: string) (start: int) (condition: char -> bool) =
        let mutable stop = start

        while stop < text.Length && condition text[stop] do
            stop <- stop + 1

        stop

    /// The exponent after `^` or `**` at this position, and where it ends.
    let private exponentAt (text: string) start : Result<struct (Rational * int), string> =
        let stop =
            if start < text.Length && text[start] = '(' then
                min text.Length (spanWhile text start (fun c -> c <> ')') + 1)
            else
                let digits = if start < text.Length && text[start] = '-' then start + 1 else start
                spanWhile text digits isExponentLetter

        let written = text.Substring(start, stop - start)

        match Rational.TryParse(written.TrimStart('(').TrimEnd(')')) with
        | true, exponent -> Ok(struct (exponent, stop))
        | _ ->
            Error
                $"expected an exponent such as 2, -0.5 or (1/3) but found '{Excerpt.ofText (text.Substring start)}'"

    let rec private product (text: string) start sign (known: Parsed) : Result<Parsed, string> =
        let start = spanWhile text start (fun c -> c = ' ')
        let nameEnd = spanWhile text start Char.IsLetterOrDigit
        let name = plain (text.Substring(start, nameEnd - start))

        let hasPower, powerStart =
            if String.CompareOrdinal(text, nameEnd, "**", 0, 2) = 0 then true, nameEnd + 2
            elif nameEnd < text.Length && text[nameEnd] = '^' then true, nameEnd + 1
            else false, nameEnd

        let power =
            if hasPower then
                exponentAt text powerStart
            else
                Ok(struct (Rational.One, nameEnd))

        let unit =
            if name = "1" then
                ValueSome one
            else
                UnitTable.tryFindSymbol name
                |> ValueOption.map (fun u -> { Exponent10 = Rational u.Exponent10; Dimension = u.Dimension })

        match unit, power with
        | ValueNone, _ when name = "" ->
            Error $"expected a unit but found '{Excerpt.ofText (text.Substring start)}'"
        | ValueNone, _ ->
            match UnitTable.suggestSymbol name with
            | [||] -> Error $"'{Excerpt.ofText name}' is not a unit"
            | names -> Error(sprintf "'%s' is not a unit; did you mean %s?" name (String.Join(" or ", names)))
        | ValueSome _, Error problem -> Error problem
        | ValueSome unit, Ok(struct (exponent, stop)) ->
            let exponent = if sign < 0 then -exponent else exponent

            let known =
                {
                    Exponent10 = known.Exponent10 + unit.Exponent10 * exponent
                    Dimension = known.Dimension.Multiply(unit.Dimension.Power exponent)
                }

            let next = spanWhile text stop (fun c -> c = ' ')

            if next = text.Length then
                Ok known
            elif text[next] = '/' then
                product text (next + 1) -1 known
            elif text[next] = '*' || text[next] = '\u00b7' then
                product text (next + 1) 1 known
            elif next > stop then
                product text next 1 known
            else
                Error $"expected a unit, '*' or '/' but found '{Excerpt.ofText (text.Substring next)}'"

    /// Empty text and `1` are the plain number 1. Otherwise units joined by space, `*` or `/`, where `/` concerns the next
    /// unit only. The error says what was expected and found.
    let parse (text: string) : Result<Parsed, string> =
        match text.Trim() with
        | "" -> Ok one
        | trimmed ->
            try
                product trimmed 0 1 one
            with :? RationalOverflowException as problem ->
                Error problem.Message

    /// The error as a sentence.
    let sentence (problem: string) =
        if problem.EndsWith '?' then problem else problem + "."

    /// The unit of text that is known to be good.
    let get (text: string) : Parsed =
        match parse text with
        | Ok unit -> unit
        | Error problem -> invalidOp $"The unit '{text}' in a table of this library: {problem}."

    let private latexSymbol (name: string) =
        match name with
        | "ohm" -> "\\Omega"
        | _ when name.EndsWith("ohm", StringComparison.Ordinal) ->
            $"\\mathrm{{{name.Substring(0, name.Length - 3)}}}\\Omega"
        | _ -> $"\\mathrm{{{name}}}"

    /// The same unit for LaTeX: `\mathrm{mV}`, `\mathrm{\mu A}/\mathrm{cm}^{2}`.
    let toLatex (text: string) : string =
        let latex = StringBuilder()
        let mutable i = 0

        while i < text.Length do
            let stop = spanWhile text i Char.IsLetter

            if stop > i then
                let symbol = latexSymbol (text.Substring(i, stop - i))
                let isMicro = stop - i > 1 && text[i] = 'u'
                latex.Append(if isMicro then symbol.Replace("{u", "{\\mu ") else symbol) |> ignore
                i <- stop
            elif text[i] = '^' then
                let stop = spanWhile text (i + 1) (fun c -> c <> ' ' && c <> '/')
                latex.Append("^{").Append(text, i + 1, stop - i - 1).Append('}') |> ignore
                i <- stop
            else
                latex.Append(if text[i] = ' ' then "\\," else string text[i]) |> ignore
                i <- i + 1

        latex.ToString()

    /// The float at the start of the text and where it ends: `10.5`, `-1e3`, `inf`, `nan`.
    let leadingNumber (text: string) : struct (float * int) voption =
        let signed = if text.Length > 0 && (text[0] = '-' || text[0] = '+') then 1 else 0

        let word = spanWhile text signed Char.IsLetter
        let minus x = if text[0] = '-' then -x else x

        match text.Substring(signed, word - signed).ToLowerInvariant() with
        | "inf"
        | "infinity" -> ValueSome(struct (minus Double.PositiveInfinity, word))
        | "nan" -> ValueSome(struct (Double.NaN, word))
        | _ ->
            let mantissa = spanWhile text signed isExponentLetter

            let stop =
                if mantissa < text.Length && (text[mantissa] = 'e' || text[mantissa] = 'E') then
                    let signedExponent =
                        if
                            mantissa + 1 < text.Length
                            && (text[mantissa + 1] = '-' || text[mantissa + 1] = '+')
                        then
                            mantissa + 2
                        else
                            mantissa + 1

                    let digits = spanWhile text signedExponent Char.IsAsciiDigit
                    if digits > signedExponent then digits else mantissa
                else
                    mantissa

            match Double.TryParse(text.AsSpan(0, stop), NumberStyles.Float, CultureInfo.InvariantCulture) with
            | true, x -> ValueSome(struct (x, stop))
            | _ -> ValueNone
