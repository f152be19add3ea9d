/// Number literals: `2`, `5.`, `.5`, `1e-3`, `1_000`, `0x10`.
module internal Brian.Numbers

open System
open System.Globalization
open FParsec
open Brian
open Brian.Tokens

/// Does a number start here?
let isNumber (stream: Stream) =
    let two = stream.Peek2()
    Char.IsAsciiDigit two.Char0 || (two.Char0 = '.' && Char.IsAsciiDigit two.Char1)

/// The end of digits with underscores between them, and whether each underscore stands between two digits.
let private digits (text: string) (at: int) (isDigit: char -> bool) : struct (int * bool) =
    let mutable i = at
    let mutable isGood = true

    while i < text.Length && (isDigit text[i] || text[i] = '_') do
        if text[i] = '_' && (i = at || i + 1 = text.Length || not (isDigit text[i + 1])) then
            isGood <- false

        i <- i + 1

    struct (i, isGood)

/// The start of the exponent's digits when an exponent starts at `at`, else -1.
let private exponentDigits (text: string) (at: int) =
    let first = at + 1
    let first = if isAt text first "+" || isAt text first "-" then first + 1 else first

    if (isAt text at "e" || isAt text at "E") && first < text.Length && Char.IsAsciiDigit text[first] then
        first
    else
        -1

let private malformed (stream: Stream) (last: int) : Reply<'T> =
    let state = stream.UserState
    let first = offset stream
    let found = quote (state.Text.Substring(first, last - first))
    mistake stream (SyntaxMistakes.malformedNumber (state.Span(first, last)) found)

let private hexadecimal (stream: Stream) : Reply<Ast.Node> =
    let text = stream.UserState.Text
    let first = offset stream
    let struct (last, isGood) = digits text (first + 2) Char.IsAsciiHexDigit

    if not isGood || last = first + 2 then
        malformed stream last
    else
        let mutable value = 0.0

        for i in first + 2 .. last - 1 do
            if text[i] <> '_' then
                value <- value * 16.0 + float (Convert.ToInt32(string text[i], 16))

        if Double.IsInfinity value then
            mistake stream (SyntaxMistakes.numberTooLarge (stream.UserState.Span(first, last)))
        else
            moveTo stream last
            Reply(Ast.Integer value)

let private decimalNumber (stream: Stream) : Reply<Ast.Node> =
    let text = stream.UserState.Text
    let first = offset stream

    let struct (whole, goodWhole) =
        if isAt text first "." then
            struct (first, true)
        else
            digits text first Char.IsAsciiDigit

    let hasPoint = isAt text whole "."

    let struct (mantissa, goodFraction) =
        if
            hasPoint && not (whole + 1 < text.Length && isNameStart text[whole + 1] && text[whole + 1] <> '_')
        then
            digits text (whole + 1) Char.IsAsciiDigit
        elif hasPoint then
            struct (whole + 1, true)
        else
            struct (whole, true)

    let power = exponentDigits text mantissa

    let struct (last, goodExponent) =
        if power < 0 then
            struct (mantissa, true)
        else
            digits text power Char.IsAsciiDigit

    if not (goodWhole && goodFraction && goodExponent) then
        malformed stream last
    elif hasPoint && isAt text last "." then
        let struct (next, _) = digits text (last + 1) Char.IsAsciiDigit
        malformed stream next
    else
        let written = text.Substring(first, last - first).Replace("_", "")
        let value = Double.Parse(written, NumberStyles.Float, CultureInfo.InvariantCulture)
        let span = stream.UserState.Span(first, last)

        if Double.IsInfinity value then
            mistake stream (SyntaxMistakes.numberTooLarge span)
        elif value = 0.0 && text.AsSpan(first, mantissa - first).ContainsAnyInRange('1', '9') then
            mistake stream (SyntaxMistakes.numberTooSmall span)
        else
            moveTo stream last
            Reply(if hasPoint || power >= 0 then Ast.Real value else Ast.Integer value)

/// A number without sign. The stream stands on its first digit or point.
let number (stream: Stream) : Reply<Ast.Node> =
    let two = stream.Peek2()

    if two.Char0 = '0' && (two.Char1 = 'x' || two.Char1 = 'X') then
        hexadecimal stream
    else
        decimalNumber stream
