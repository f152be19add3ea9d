/// What is wrong with a place where something else was expected. Only wrong text comes here.
module internal Brian.Misplaced

open System
open Brian
open Brian.Ast
open Brian.Tokens

let private symbolsForWords =
    [|
        struct ("&&", "and")
        struct ("||", "or")
        struct ("&", "and")
        struct ("|", "or")
        struct ("!", "not")
        struct ("~", "not")
    |]

let private strangeComparisons =
    [| struct ("===", "=="); struct ("<>", "!="); struct ("=<", "<="); struct ("=>", ">=") |]

let private find (table: struct (string * string)[]) (text: string) (at: int) =
    table |> Array.tryFind (fun (struct (symbol, _)) -> isAt text at symbol)

/// Characters that are wrong wherever an operator or a value could stand.
let private wrongCharacter (stream: Stream) : Diagnostic voption =
    let state = stream.UserState
    let at = offset stream
    let span length = state.Span(at, at + length)

    match stream.Peek() with
    | '^' -> ValueSome(SyntaxMistakes.caretAsPower (span 1))
    | '"'
    | '\''
    | '`' -> ValueSome(SyntaxMistakes.quotationMark (span 1))
    | '[' -> ValueSome(SyntaxMistakes.index (span 1))
    | '\\' -> ValueSome(SyntaxMistakes.lineContinuation (span 1))
    | '@'
    | '$'
    | '?'
    | '{'
    | '}' as c -> ValueSome(SyntaxMistakes.unexpected (span 1) $"`{c}`")
    | _ ->
        match find symbolsForWords state.Text at, find strangeComparisons state.Text at with
        | Some(struct (symbol, word)), _ ->
            ValueSome(SyntaxMistakes.symbolForWord (span symbol.Length) symbol word)
        | None, Some(struct (symbol, written)) ->
            ValueSome(SyntaxMistakes.comparisonSpelling (span symbol.Length) symbol written)
        | None, None -> ValueNone

/// Whether the line of the stream is a new one, counted from an offset before it, and the next piece of the text.
let startsNext (stream: Stream) (from: int) =
    let state = stream.UserState
    let at = offset stream

    state.Text.AsSpan(from, at - from).Contains '\n'
    && (match state.Kind with
        | Equations -> looksLikeDefinition state.Text at
        | Statements -> looksLikeStatement state.Text at
        | Expression -> false)

/// The bracket being read was never closed.
let openBracket (stream: Stream) : Diagnostic =
    let state = stream.UserState
    let at = state.OpenBracket

    let found =
        if startsNext stream at then
            (if state.Kind = Statements then "the next statement" else "the next definition")
        else
            describe stream

    SyntaxMistakes.neverClosed (state.Span(at, at + 1)) found

/// Whether the text up to here tells that the bracket being read was never closed.
let private isLeftOpen (stream: Stream) =
    let state = stream.UserState

    state.OpenBracket >= 0
    && (match stream.Peek() with
        | ':'
        | ';' -> true
        | _ -> offset stream >= state.Text.Length || startsNext stream state.OpenBracket)

/// A value was expected here, and something else stands here.
let noOperand (stream: Stream) : Diagnostic =
    let state = stream.UserState

    match wrongCharacter stream with
    | ValueSome _ when stream.Peek() = '[' -> SyntaxMistakes.squareBracket (spanHere stream)
    | ValueSome diagnostic -> diagnostic
    | ValueNone when isWord stream "elif" -> SyntaxMistakes.elseIf (spanHere stream)
    | ValueNone when offset stream >= state.Text.Length && state.OpenBracket >= 0 -> openBracket stream
    | ValueNone -> SyntaxMistakes.missingOperand (spanHere stream) (describe stream)

/// The value that is written last in an expression: `10` of `a + 10`.
let rec private lastWritten (value: Expr) : Expr =
    match value.Node with
    | Negate inner
    | Not inner
    | Arithmetic(_, _, inner)
    | Logical(_, _, inner)
    | If(_, _, inner) when inner.Span.End = value.Span.End -> lastWritten inner
    | Compare(_, links) when (snd (List.last links)).Span.End = value.Span.End ->
        lastWritten (snd (List.last links))
    | _ -> value

/// Whether a number is written last: `10` of `a + 10`.
let endsWithNumber (value: Expr) =
    match (lastWritten value).Node with
    | Integer _
    | Real _ -> true
    | _ -> false

/// Two values without an operator between them.
let private besideEachOther (stream: Stream) (left: Expr) : Diagnostic =
    let state = stream.UserState
    let right = spanHere stream
    let last = lastWritten left

    let isNewLine =
        state.Text.AsSpan(left.Span.End, right.Start - left.Span.End).Contains '\n'

    match last.Node, peekName stream with
    | _, "if" -> SyntaxMistakes.pythonConditional right
    | _, "elif" -> SyntaxMistakes.elseIf right
    | _, ("then" | "else" as word) -> SyntaxMistakes.strayWord right word
    | _ when
        stream.Peek() = '('
        && state.Kind = Equations
        && startsFlag (state.Text.Substring(right.End, nameEnd state.Text right.End - right.End))
        ->
        LineMistakes.flagsWithoutUnit right
    | _ when isNewLine && state.Kind = Expression && state.OpenBracket < 0 ->
        SyntaxMistakes.severalExpressions right (quote right.Text)
    | _ when state.Kind = Statements && state.OpenBracket < 0 && looksLikeStatement state.Text right.Start ->
        LineMistakes.afterStatement right (describe stream)
    | (Integer _ | Real _), name when name <> "" ->
        SyntaxMistakes.numberBeforeName (state.Span(last.Span.Start, right.End)) last.Span.Text name
    | _ -> SyntaxMistakes.missingOperator right (quote last.Span.Text) (describe stream)

/// What is wrong with the place behind an expression, as far as the place tells by itself.
let afterExpression (stream: Stream) (left: Expr) : Diagnostic voption =
    let state = stream.UserState

    if isLeftOpen stream then
        ValueSome(openBracket stream)
    else
        match wrongCharacter stream with
        | ValueSome diagnostic -> ValueSome diagnostic
        | ValueNone ->
            let here = spanHere stream

            match stream.Peek() with
            | '=' when state.Kind = Statements && state.OpenBracket < 0 ->
                ValueSome(LineMistakes.secondAssignment here)
            | '=' -> ValueSome(SyntaxMistakes.equalsInExpression here)
            | ',' when state.Kind = Statements && looksLikeStatement state.Text (here.End) ->
                ValueSome(LineMistakes.afterStatement here "`,`")
            | ',' -> ValueSome(SyntaxMistakes.strayComma here)
            | ')'
            | ']' as c -> ValueSome(SyntaxMistakes.neverOpened here c)
            | '.' when not (Char.IsAsciiDigit(stream.Peek2().Char1)) ->
                ValueSome(
                    SyntaxMistakes.attribute
                        here
                        (state.Text.Substring(here.End, nameEnd state.Text here.End - here.End))
                )
            | c when c = Source.HoleMark || c = '(' || c = '.' || isNamePart c ->
                ValueSome(besideEachOther stream left)
            | _ -> ValueNone

/// Behind an expression inside brackets, where no closing bracket follows.
let notClosed (stream: Stream) (last: Expr) : Diagnostic =
    match stream.Peek(), last.Node with
    | ']', _ -> openBracket stream
    | _, Name word when startsFlag word && stream.UserState.Kind = Equations && isNameStart (stream.Peek()) ->
        let at = stream.UserState.OpenBracket
        LineMistakes.flagsWithoutUnit (stream.UserState.Span(at, at + 1))
    | _ ->
        match afterExpression stream last with
        | ValueSome diagnostic -> diagnostic
        | ValueNone -> openBracket stream

/// Behind an argument of a call, where neither a comma nor the closing bracket follows.
let afterArgument (stream: Stream) (last: Expr) : Diagnostic =
    match last.Node, stream.Peek() with
    | Name name, '=' when stream.Peek2().Char1 <> '=' -> SyntaxMistakes.namedArgument last.Span name
    | _ -> notClosed stream last

/// Behind the whole expression of a text that is one.
let afterWhole (stream: Stream) (value: Expr) : Diagnostic =
    let here = spanHere stream

    match afterExpression stream value, stream.Peek() with
    | ValueSome diagnostic, _ -> diagnostic
    | ValueNone, ':' -> SyntaxMistakes.colonInExpression here
    | ValueNone, ';' -> SyntaxMistakes.severalExpressions here "`;`"
    | ValueNone, _ -> SyntaxMistakes.unexpected here (describe stream)
