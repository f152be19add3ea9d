/// Statements: `v = expr`, `v += expr`, `let x = expr`.
module internal Brian.StatementGrammar

open System
open FParsec
open Brian
open Brian.Ast
open Brian.Tokens

/// The operator of an assignment: its length and what it does before assigning.
let private assignment (stream: Stream) : struct (int * Arithmetic option) =
    let text = stream.UserState.Text
    let at = offset stream

    if isAt text at "=" && not (isAt text at "==") then struct (1, None)
    elif isAt text at "+=" then struct (2, Some Add)
    elif isAt text at "-=" then struct (2, Some Subtract)
    elif isAt text at "**=" then struct (3, Some Power)
    elif isAt text at "*=" then struct (2, Some Multiply)
    elif isAt text at "//=" then struct (3, Some FloorDivide)
    elif isAt text at "/=" then struct (2, Some Divide)
    elif isAt text at "%=" then struct (2, Some Modulo)
    else struct (0, None)

/// What is wrong where an assignment operator was expected behind a name.
let private noAssignment (stream: Stream) (name: string) (nameSpan: Span) : Diagnostic =
    let state = stream.UserState
    let text = state.Text
    let at = offset stream

    if isAt text at "==" then
        LineMistakes.comparisonAsStatement (state.Span(at, at + 2)) name
    elif isAt text at "++" || isAt text at "--" then
        LineMistakes.increment (state.Span(at, at + 2)) name (text.Substring(at, 1))
    elif isAt text at ":" && not (isAt text at ":=") then
        LineMistakes.unitInStatement (state.Span(at, at + 1))
    elif isAt text at "/" && name[0] = 'd' && isAt text (skipBlanks text (at + 1)) "dt" then
        LineMistakes.derivativeStatement (state.Span(nameSpan.Start, skipBlanks text (at + 1) + 2))
    else
        LineMistakes.missingAssignment (spanHere stream) name (describe stream)

/// What is wrong behind a statement.
let private afterStatement (stream: Stream) (value: Expr) : Diagnostic =
    match Misplaced.afterExpression stream value, stream.Peek() with
    | ValueSome diagnostic, _ -> diagnostic
    | ValueNone, ':' -> LineMistakes.unitInStatement (spanHere stream)
    | ValueNone, _ -> SyntaxMistakes.unexpected (spanHere stream) (describe stream)

/// `v = expr`, `v += expr`, or the same behind `let`.
let private assign (isLet: bool) (stream: Stream) : Reply<Statement> =
    let state = stream.UserState
    let first = offset stream
    let name = name stream

    if name.Status <> Ok then
        failed
    else
        let nameSpan = state.Span(first, offset stream)
        blanksInLine stream
        let struct (length, operator) = assignment stream

        if length = 0 then
            mistake stream (noAssignment stream name.Result nameSpan)
        elif isLet && operator.IsSome then
            let at = offset stream

            mistake
                stream
                (LineMistakes.letOperator (state.Span(at, at + length)) (state.Text.Substring(at, length)))
        else
            stream.Skip length
            let value = ExpressionGrammar.expression stream

            if value.Status <> Ok then
                failed
            elif not (isLineEnd state.Text (offset stream) || stream.Peek() = ';') then
                mistake stream (afterStatement stream value.Result)
            elif isLet then
                Reply(Let(name.Result, nameSpan, value.Result))
            else
                Reply(Assign(name.Result, nameSpan, operator, value.Result))

/// One statement. The stream stands on its first character.
let statement (stream: Stream) : Reply<Statement> =
    let here = spanHere stream

    match peekName stream with
    | "" -> mistake stream (LineMistakes.notAStatement here (describe stream))
    | "if" -> mistake stream (LineMistakes.ifStatement here)
    | "let" ->
        stream.Skip 3
        blanksInLine stream

        if peekName stream = "" then
            mistake stream (LineMistakes.notAStatement (spanHere stream) (describe stream))
        else
            assign true stream
    | _ -> assign false stream

/// Skips line ends and semicolons.
let statementEnds (stream: Stream) =
    while (match stream.Peek() with
           | ' '
           | '\t'
           | '\n'
           | ';' -> true
           | _ -> false) do
        stream.Skip()

/// Moves to the next statement: the next line or semicolon, or this line when the mistake was found at its start.
let nextStatement (stream: Stream) (started: int) =
    let text = stream.UserState.Text
    let at = offset stream
    let thisLine = lineStart text at

    if not (thisLine > started && skipBlanks text thisLine = at && looksLikeStatement text at) then
        match text.AsSpan(at).IndexOfAny('\n', ';') with
        | -1 -> moveTo stream text.Length
        | distance -> moveTo stream (at + distance)
