/// Units, typed while they are read: `volt`, `amp/metre**2`, `volt/second**0.5`, `1`, `boolean`, `integer`.
module internal Brian.UnitGrammar

open System
open FParsec
open Brian
open Brian.Ast
open Brian.Tokens

/// No physical unit has an exponent near this size; it keeps the arithmetic of exponents from overflowing.
let largestExponent = 100

let private isModest (dimension: Dimension) =
    dimension.Exponents
    |> Seq.forall (fun r -> abs r.Numerator <= largestExponent && r.Denominator <= largestExponent)

// ---- exponents

/// A number with a sign, as an exact fraction.
let private signed (stream: Stream) : Reply<Rational> =
    let state = stream.UserState
    let first = offset stream
    let isNegative = stream.Peek() = '-'

    if isNegative || stream.Peek() = '+' then
        stream.Skip()
        blanksInLine stream

    if not (Numbers.isNumber stream) then
        mistake stream (LineMistakes.unitExponent (spanHere stream) (describe stream))
    else
        let value = Numbers.number stream

        match value.Status, value.Result with
        | Ok, (Integer x | Real x) ->
            let mutable exact = Rational.Zero
            let span = state.Span(first, offset stream)

            if x > float largestExponent then
                mistake stream (LineMistakes.hugeExponent span largestExponent)
            elif not (Rational.TryFromFloat((if isNegative then -x else x), &exact)) then
                mistake stream (LineMistakes.unitExponent span $"`{span.Text}`, which is no simple fraction")
            else
                Reply exact
        | _ -> failed

/// What follows `**`: 2, -1, 0.5, (1/2), (-3/2).
let private exponent (stream: Stream) : Reply<Rational> =
    blanksInLine stream

    if stream.Peek() <> '(' then
        signed stream
    else
        let first = offset stream
        stream.Skip()
        blanksInLine stream
        let above = signed stream
        blanksInLine stream

        if above.Status <> Ok then
            above
        else
            let below =
                if stream.Peek() = '/' then
                    stream.Skip()
                    blanksInLine stream
                    signed stream
                else
                    Reply Rational.One

            blanksInLine stream

            if below.Status <> Ok then
                below
            elif below.Result.IsZero then
                mistake
                    stream
                    (LineMistakes.unitExponent (stream.UserState.Span(first, offset stream)) "a division by 0")
            elif stream.Peek() <> ')' then
                mistake
                    stream
                    (SyntaxMistakes.neverClosed (stream.UserState.Span(first, first + 1)) (describe stream))
            else
                stream.Skip()
                Reply(above.Result / below.Result)

// ---- products

/// What a name measures. Mistakes in it are noted, and reading goes on with what was meant.
let private named (stream: Stream) : Reply<Dimension> =
    let state = stream.UserState
    let span = spanHere stream
    let word = peekName stream
    moveTo stream (span.Start + word.Length)

    let meant dimension diagnostic =
        state.Report diagnostic
        Reply dimension

    match word, UnitTable.tryFind word with
    | _, ValueSome unit when unit.IsBase -> Reply unit.Dimension
    | _, ValueSome unit -> LineMistakes.scaledUnit span word unit.Dimension.Name |> meant unit.Dimension
    | ("float" | "double" | "real"), ValueNone -> LineMistakes.unitWord span word "1" |> meant Dimension.None
    | ("boolean" | "integer" | "bool" | "int"), ValueNone ->
        mistake stream (LineMistakes.typeInProduct span word)
    | _, ValueNone ->
        LineMistakes.unknownUnit span word (Array.tryHead (UnitTable.suggest word)) |> meant Dimension.None

/// A number where a unit was expected: the quantity up to the end of the line, the bracket or the flags.
let private quantity (stream: Stream) (first: int) : Reply<Dimension> =
    let state = stream.UserState

    let last =
        match state.Text.AsSpan(first).IndexOfAny("\n();:=") with
        | -1 -> state.Text.Length
        | length -> first + length

    let length = state.Text.AsSpan(first, last - first).TrimEnd().Length
    let span = state.Span(first, first + length)
    mistake stream (LineMistakes.quantityAsUnit span span.Text)

/// Why no unit stands here.
let private noUnit (stream: Stream) : Diagnostic =
    match stream.Peek() with
    | c when c = Source.HoleMark -> LineMistakes.unitHole (spanHere stream)
    | _ -> LineMistakes.unitExpected (spanHere stream) (describe stream)

let private checkedSize (stream: Stream) (first: int) (dimension: Dimension) : Reply<Dimension> =
    if isModest dimension then
        Reply dimension
    else
        let span = stream.UserState.Span(first, offset stream)
        mistake stream (LineMistakes.hugeExponent span largestExponent)

/// A name, `1` at the start of a product, or a product in brackets.
let rec private atom (isFirst: bool) (stream: Stream) : Reply<Dimension> =
    let state = stream.UserState
    let first = offset stream

    match stream.Peek() with
    | '(' -> nested stream first bracketed
    | _ when Numbers.isNumber stream ->
        let value = Numbers.number stream
        blanksInLine stream

        match value.Status, value.Result with
        | Ok, Integer 1.0 when isFirst && stream.Peek() <> '*' -> Reply Dimension.None
        | Ok, _ -> quantity stream first
        | _ -> failed
    | c when isNameStart c -> named stream
    | _ -> mistake stream (noUnit stream)

and private bracketed (stream: Stream) : Reply<Dimension> =
    let state = stream.UserState
    let first = offset stream
    stream.Skip()
    blanksInLine stream

    if startsFlag (peekName stream) then
        mistake stream (LineMistakes.flagsWithoutUnit (state.Span(first, first + 1)))
    else
        let inner = product stream

        if inner.Status <> Ok then
            inner
        elif stream.Peek() <> ')' then
            mistake stream (SyntaxMistakes.neverClosed (state.Span(first, first + 1)) (describe stream))
        else
            stream.Skip()
            inner

and private powered (isFirst: bool) (stream: Stream) : Reply<Dimension> =
    let text = stream.UserState.Text
    let first = offset stream
    let raised = atom isFirst stream
    blanksInLine stream

    if raised.Status <> Ok || not (isAt text (offset stream) "**") then
        raised
    else
        stream.Skip 2
        let power = exponent stream
        blanksInLine stream
        let next = skipBlanks text (offset stream + 1)

        if power.Status <> Ok then
            failed
        elif stream.Peek() = '/' && next < text.Length && Char.IsAsciiDigit text[next] then
            mistake stream (LineMistakes.unitExponent (spanHere stream) "a fraction without brackets")
        elif isAt text (offset stream) "**" then
            mistake stream (LineMistakes.unitExponent (spanHere stream) "a second `**`")
        else
            // Both are below the limit, so their product fits a Rational.
            checkedSize stream first (raised.Result.Power power.Result)

and private product (stream: Stream) : Reply<Dimension> =
    let first = offset stream
    let mutable reply = powered true stream
    blanksInLine stream

    // `//` starts a comment elsewhere; the definition says so
    while reply.Status = Ok && (stream.Peek() = '*' || stream.Peek() = '/') && stream.Peek2().Char1 <> '/' do
        let operator = stream.Read()
        blanksInLine stream
        let right = powered false stream
        blanksInLine stream

        reply <-
            if right.Status <> Ok then
                right
            elif operator = '*' then
                checkedSize stream first (reply.Result.Multiply right.Result)
            else
                checkedSize stream first (reply.Result.Divide right.Result)

    match stream.Peek() with
    | '+'
    | '-' when reply.Status = Ok ->
        mistake stream (LineMistakes.sumOfUnits (spanHere stream) (describe stream))
    | '^' when reply.Status = Ok -> mistake stream (LineMistakes.caretInUnit (spanHere stream))
    | _ -> reply

// ---- the whole field

/// boolean or integer, which stand alone.
let private word (unit: UnitOf) (name: string) (stream: Stream) : Reply<UnitOf> =
    let state = stream.UserState
    let span = spanHere stream
    moveTo stream span.End

    if span.End - span.Start <> name.Length then
        state.Report(LineMistakes.unitWord span span.Text name)

    match state.Text.AsSpan(skipBlanks state.Text span.End) with
    | rest when rest.StartsWith '*' || rest.StartsWith '/' ->
        mistake stream (LineMistakes.typeInProduct span name)
    | _ -> Reply unit

let private field (stream: Stream) : Reply<UnitOf> =
    match peekName stream with
    | "boolean"
    | "bool" -> word BooleanUnit "boolean" stream
    | "integer"
    | "int" -> word IntegerUnit "integer" stream
    | _ ->
        let dimension = product stream
        if dimension.Status = Ok then Reply(Float dimension.Result) else failed

/// A unit and its span; the stream stands behind it and the blanks of the line.
let unit (stream: Stream) : Reply<struct (UnitOf * Span)> =
    let state = stream.UserState
    let first = offset stream
    let unit = field stream

    if unit.Status <> Ok then
        failed
    else
        let length = state.Text.AsSpan(first, offset stream - first).TrimEnd().Length
        blanksInLine stream
        Reply(struct (unit.Result, state.Span(first, first + length)))
