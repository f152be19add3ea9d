/// Definitions: `dv/dt = expr : unit (flags)`, `x = expr : unit (flags)`, `x : unit (flags)`.
module internal Brian.DefinitionGrammar

open System
open FParsec
open Brian
open Brian.Ast
open Brian.Tokens

/// What stands left of the `=` or `:`.
type private Head = { Name: string; NameSpan: Span; IsDerivative: bool }

// ---- flags

/// Words with blanks between them: `unless refractory`.
let private flag (stream: Stream) : Reply<Flag> =
    let state = stream.UserState
    let first = offset stream
    let words = ResizeArray<string>()
    let mutable last = first

    while isNameStart (stream.Peek()) do
        let word =
            stream.ReadCharsOrNewlinesWhile((fun c -> isNamePart c || c = '-'), false)

        words.Add word
        last <- offset stream
        blanksInLine stream

    if words.Count = 0 then
        mistake stream (LineMistakes.malformedFlag (spanHere stream) (describe stream))
    else
        Reply { Text = String.Join(' ', words); Span = state.Span(first, last) }

/// Behind a flag, where neither a comma nor the closing bracket follows.
let private afterFlag (stream: Stream) (opening: int) : Diagnostic =
    let state = stream.UserState

    match stream.Peek() with
    | ':'
    | '=' -> SyntaxMistakes.neverClosed (state.Span(opening, opening + 1)) (describe stream)
    | _ when isLineEnd state.Text (offset stream) ->
        SyntaxMistakes.neverClosed (state.Span(opening, opening + 1)) (describe stream)
    | _ -> LineMistakes.malformedFlag (spanHere stream) (describe stream)

/// `(unless refractory, constant)`, from the bracket on.
let private flags (stream: Stream) : Reply<Flag list> =
    let state = stream.UserState
    let opening = offset stream
    let found = ResizeArray<Flag>()
    let mutable status = Ok
    stream.Skip()
    blanksInLine stream
    let mutable go = stream.Peek() <> ')'

    if not go then
        state.Report(LineMistakes.emptyFlags (state.Span(opening, offset stream + 1)))

    while go do
        let flag = flag stream
        status <- flag.Status
        found.Add flag.Result

        match stream.Peek() with
        | _ when status <> Ok -> go <- false
        | ')' -> go <- false
        | ',' ->
            stream.Skip()
            blanksInLine stream
        | _ ->
            state.Report(afterFlag stream opening)
            status <- FatalError
            go <- false

    if status = Ok then
        stream.Skip()
        Reply(List.ofSeq found)
    else
        failed

// ---- the left-hand side

/// What is wrong where `=` or `:` was expected behind a name.
let private noDefinition (stream: Stream) (word: string) : Diagnostic =
    let state = stream.UserState
    let text = state.Text
    let at = offset stream
    let span length = state.Span(at, at + length)

    let statementOperator =
        [ "+="; "-="; "**="; "*="; "//="; "/="; "%=" ] |> List.tryFind (isAt text at)

    match statementOperator, stream.Peek() with
    | Some operator, _ -> LineMistakes.statementInEquations (span operator.Length) operator
    | None, '=' -> LineMistakes.doubleEquals (spanHere stream) word
    | None, '\'' -> LineMistakes.prime (span 1) word
    | None, ',' -> LineMistakes.severalNames (span 1) word
    | None, _ -> LineMistakes.notADefinition (spanHere stream) (describe stream)

/// `dv/dt`, from the `d` on; `slash` and `below` are where its second line starts.
let private derivative (stream: Stream) (word: string) (slash: int) (below: int) : Reply<Head> =
    let state = stream.UserState
    let text = state.Text
    let first = offset stream
    let last = first + word.Length
    let belowEnd = nameEnd text below
    let denominator = text.Substring(below, belowEnd - below)
    let whole = state.Span(first, belowEnd)
    let name = word.Substring 1
    let nameSpan = state.Span(first + 1, last)

    if denominator = "dt" && word[0] <> 'd' then
        mistake stream (LineMistakes.missingD whole word)
    elif
        word[0] = 'd'
        && (name <> "" && Char.IsAsciiDigit name[0]
            || denominator.StartsWith("dt", StringComparison.Ordinal) && denominator <> "dt")
    then
        mistake stream (LineMistakes.secondDerivative whole)
    elif denominator <> "dt" then
        mistake stream (LineMistakes.notByTime (state.Span(slash, belowEnd)) denominator)
    elif name = "" then
        mistake stream (LineMistakes.notADefinition whole "`d/dt`")
    elif name[0] = '_' then
        mistake stream (SyntaxMistakes.underscoreName nameSpan name)
    elif isReserved name then
        mistake stream (SyntaxMistakes.reservedWord nameSpan name)
    else
        moveTo stream belowEnd

        Reply { Name = name; NameSpan = nameSpan; IsDerivative = true }

/// `dv/dt` or `x`.
let private head (stream: Stream) : Reply<Head> =
    let state = stream.UserState
    let text = state.Text
    let first = offset stream
    let word = peekName stream
    let slash = skipBlanks text (first + word.Length)
    let below = skipBlanks text (slash + 1)

    if stream.Peek() = Source.HoleMark then
        mistake stream (SyntaxMistakes.holeAsName (spanHere stream) (describe stream))
    elif stream.Peek() = '\'' || stream.Peek() = '"' then
        mistake stream (SyntaxMistakes.quotationMark (spanHere stream))
    elif word = "" then
        mistake stream (LineMistakes.notADefinition (spanHere stream) (describe stream))
    elif isAt text slash "/" && nameEnd text below > below then
        derivative stream word slash below
    else
        let name = name stream

        if name.Status <> Ok then
            failed
        else
            Reply { Name = name.Result; NameSpan = state.Span(first, offset stream); IsDerivative = false }

// ---- the right-hand side

/// Is this word a unit, and all that is left of the line but flags?
let private isUnitField (text: string) (at: int) (word: string) =
    let next = skipBlanks text (at + word.Length)

    word <> "" && (isLineEnd text next || isAt text next "(") && (UnitTable.tryFind word).IsSome

/// What is wrong behind the right-hand side, where `: unit` was expected.
let private noUnit (stream: Stream) (value: Expr) : Diagnostic =
    let state = stream.UserState
    let text = state.Text
    let at = offset stream
    let thisLine = lineStart text at
    let missing = LineMistakes.missingUnit (state.Span(value.Span.End, value.Span.End))
    let word = peekName stream

    if at >= text.Length then
        missing "the end of the text"
    elif Misplaced.startsNext stream value.Span.End then
        missing "the end of the line"
    elif stream.Peek() = ';' then
        missing "`;`"
    elif stream.Peek() = '=' && value.Span.Start < thisLine && looksLikeEquation text thisLine then
        // The line before ended with an operator, and the next definition was read as its operand.
        let before = text.AsSpan(0, thisLine).TrimEnd().Length
        moveTo stream (skipBlanks text thisLine)
        SyntaxMistakes.missingOperand (state.Span(before, before)) "the end of the line"
    elif isUnitField text at word && not (Misplaced.endsWithNumber value) then
        LineMistakes.missingColon (spanHere stream) word
    else
        match Misplaced.afterExpression stream value with
        | ValueSome diagnostic -> diagnostic
        | ValueNone -> missing (describe stream)

/// `= expr`, up to the colon.
let private rightSide (stream: Stream) : Reply<Expr> =
    let state = stream.UserState
    let equals = offset stream
    stream.Skip()
    blanks stream
    let at = offset stream
    let isNewLine = lineStart state.Text at > equals

    if stream.Peek() = ':' || at >= state.Text.Length || (isNewLine && looksLikeEquation state.Text at) then
        let found = if isNewLine then "the end of the line" else describe stream
        mistake stream (LineMistakes.missingRightSide (state.Span(equals, equals + 1)) found)
    else
        let value = ExpressionGrammar.expression stream

        if value.Status <> Ok then value
        elif stream.Peek() <> ':' then mistake stream (noUnit stream value.Result)
        else value

// ---- the whole definition

/// What is wrong behind a definition.
let private afterDefinition (stream: Stream) (unit: Span) (hasFlags: bool) : Diagnostic =
    let here = spanHere stream

    match stream.Peek() with
    | ';' -> LineMistakes.semicolon here
    | '(' -> LineMistakes.secondFlags here
    | ')' -> SyntaxMistakes.neverOpened here ')'
    | '/'
    | '%' -> LineMistakes.commentSign here here.Text
    | _ when not hasFlags && (UnitTable.tryFind (peekName stream)).IsSome ->
        SyntaxMistakes.missingOperator here (quote unit.Text) (describe stream)
    | _ -> LineMistakes.afterDefinition here (describe stream)

/// `: unit (flags)` and the end of the line.
let private tail (head: Head) (form: Form) (first: int) (stream: Stream) : Reply<Definition> =
    let state = stream.UserState
    stream.Skip()
    blanksInLine stream
    let unit = UnitGrammar.unit stream

    if unit.Status <> Ok then
        failed
    else
        let struct (unitOf, unitSpan) = unit.Result
        let flags = if stream.Peek() = '(' then flags stream else Reply []

        if flags.Status <> Ok then
            failed
        else
            let last =
                match flags.Result with
                | [] -> unitSpan.End
                | _ -> offset stream

            blanksInLine stream

            if not (isLineEnd state.Text (offset stream)) then
                mistake stream (afterDefinition stream unitSpan (not (List.isEmpty flags.Result)))
            else
                Reply
                    {
                        Name = head.Name
                        NameSpan = head.NameSpan
                        Form = form
                        Unit = unitOf
                        UnitSpan = unitSpan
                        Flags = flags.Result
                        Span = state.Span(first, last)
                    }

/// One definition. The stream stands on its first character.
let definition (stream: Stream) : Reply<Definition> =
    let first = offset stream
    let head = head stream

    if head.Status <> Ok then
        failed
    else
        blanksInLine stream
        let two = stream.Peek2()

        if two.Char0 = '=' && two.Char1 <> '=' then
            let value = rightSide stream

            if value.Status <> Ok then
                failed
            else
                let form =
                    if head.Result.IsDerivative then
                        Differential value.Result
                    else
                        Subexpression value.Result

                tail head.Result form first stream
        elif two.Char0 = ':' && not head.Result.IsDerivative then
            tail head.Result Parameter first stream
        elif two.Char0 = ':' then
            mistake stream (LineMistakes.derivativeWithoutValue (spanHere stream) head.Result.Name)
        else
            mistake stream (noDefinition stream head.Result.Name)

let private toLineEnd (stream: Stream) =
    stream.SkipCharsOrNewlinesWhile(fun c -> c <> '\n') |> ignore

/// The definitions in a hole that stands alone on its line; None where no such hole stands.
let fragment (stream: Stream) : Definition list voption =
    let state = stream.UserState
    let at = offset stream

    match (if stream.Peek() = Source.HoleMark then state.Source.HoleAt at else None) with
    | Some { Value = HoleValue.Fragment fragment } ->
        stream.Skip()
        blanksInLine stream

        if not (isLineEnd state.Text (offset stream)) then
            state.Report(SyntaxMistakes.holeOnItsOwnLine (spanHere stream) (describe stream))
            toLineEnd stream

        ValueSome(fragment.Lines :?> Definition list)
    | Some { Value = HoleValue.Refused(found, instead) } ->
        state.Report(SyntaxMistakes.refusedHole (state.Span(at, at + 1)) found instead)
        toLineEnd stream
        ValueSome []
    | _ -> ValueNone

// ---- going on after a mistake

let private nextLine (text: string) (at: int) =
    match text.IndexOf('\n', at) with
    | -1 -> text.Length
    | lineEnd -> lineEnd + 1

/// Moves to the next line that looks like a definition, or behind a semicolon before one.
let nextDefinition (stream: Stream) (started: int) =
    let text = stream.UserState.Text
    let at = offset stream
    let thisLine = lineStart text at

    let rec search at =
        if at >= text.Length || looksLikeDefinition text at then
            at
        else
            search (nextLine text at)

    if isAt text at ";" && looksLikeDefinition text (at + 1) then
        moveTo stream (at + 1)
    elif thisLine > started && skipBlanks text thisLine = at then
        moveTo stream (search at)
    else
        moveTo stream (search (nextLine text at))
