/// Expressions, with `if c then a else b` weakest of all operators.
module internal Brian.ExpressionGrammar

open System
open FParsec
open Brian
open Brian.Ast
open Brian.Operators
open Brian.Tokens

let private expr (state: State) node first last : Reply<Expr> =
    Reply { Node = node; Span = state.Span(first, last) }

/// Notes that a tree stands on one of this height and the one just read.
let private grow (stream: Stream) (span: Span) (other: int) : bool =
    let state = stream.UserState
    state.Height <- 1 + max other state.Height

    // n operators in a row make a tree of height n + 1
    if state.Height > highestTree + 1 then
        state.Report(SyntaxMistakes.tooLong span highestTree)
        false
    else
        true

let private valueHere (stream: Stream) : HoleValue =
    match stream.UserState.Source.HoleAt(offset stream) with
    | Some hole -> hole.Value
    | None -> invalidOp "A hole mark without a hole passed the cleaning of the text."

let private hole (stream: Stream) : Reply<Expr> =
    let state = stream.UserState
    let at = offset stream
    let value = valueHere stream
    stream.Skip()

    match value with
    | HoleValue.Refused(found, instead) ->
        state.Report(SyntaxMistakes.refusedHole (state.Span(at, at + 1)) found instead)
    | HoleValue.Fragment _ -> state.Report(SyntaxMistakes.equationsInExpression (state.Span(at, at + 1)))
    | HoleValue.Quantity _
    | HoleValue.Integer _
    | HoleValue.Boolean _
    | HoleValue.Callable _ -> ()

    expr state (Hole value) at (at + 1)

/// An expression of operators at least as strong as `least`.
let rec private climb (least: int) (stream: Stream) : Reply<Expr> =
    let state = stream.UserState
    let mutable reply = operand least stream
    let mutable go = reply.Status = Ok

    while go do
        blanks stream

        match Operators.here stream with
        | null -> go <- false
        | op when op.Strength < least -> go <- false
        | op ->
            reply <- infix op reply.Result stream
            go <- reply.Status = Ok

    reply

/// The rest of `left op right`, from the operator on.
and private infix (op: Infix) (left: Expr) (stream: Stream) : Reply<Expr> =
    match op.Meaning with
    | Compares _ -> comparisons left stream
    | Calculates _
    | Joins _ ->
        let state = stream.UserState
        let height = state.Height
        let at = offset stream
        stream.Skip op.Text.Length

        let right =
            if Object.ReferenceEquals(op, power) then
                nested stream at (climb op.Right)
            else
                climb op.Right stream

        if right.Status <> Ok then
            right
        elif not (grow stream (state.Span(at, at + op.Text.Length)) height) then
            failed
        else
            let node =
                match op.Meaning with
                | Calculates arithmetic -> Arithmetic(arithmetic, left, right.Result)
                | Joins logical -> Logical(logical, left, right.Result)
                | Compares _ -> invalidOp "Comparisons are read as chains."

            expr state node left.Span.Start right.Result.Span.End

/// a < b <= c: as many links as there are.
and private comparisons (first: Expr) (stream: Stream) : Reply<Expr> =
    let state = stream.UserState
    let links = ResizeArray()
    let mutable last = first
    let mutable status = Ok
    let mutable go = true

    while go do
        match Operators.here stream with
        | null -> go <- false
        | op ->
            match op.Meaning with
            | Compares comparison ->
                let height = state.Height
                let at = offset stream
                stream.Skip op.Text.Length
                let right = climb op.Right stream

                if right.Status = Ok && grow stream (state.Span(at, at + op.Text.Length)) height then
                    links.Add((comparison, right.Result))
                    last <- right.Result
                    blanks stream
                else
                    status <- FatalError
                    go <- false
            | Calculates _
            | Joins _ -> go <- false

    if status = Ok then
        expr state (Compare(first, List.ofSeq links)) first.Span.Start last.Span.End
    else
        failed

/// A value with the signs, `not` or `if` before it.
and private operand (least: int) (stream: Stream) : Reply<Expr> =
    blanks stream
    let state = stream.UserState
    let at = offset stream

    match stream.Peek() with
    | '(' -> nested stream at bracketed
    | '-'
    | '+' as sign ->
        stream.Skip()
        let inner = nested stream at (climb signStrength)

        if inner.Status <> Ok then inner
        elif sign = '+' then expr state inner.Result.Node at inner.Result.Span.End
        elif not (grow stream (state.Span(at, at + 1)) 0) then failed
        else expr state (Negate inner.Result) at inner.Result.Span.End
    | _ when Numbers.isNumber stream -> literal stream
    | c when c = Source.HoleMark ->
        state.Height <- 1

        match valueHere stream with
        | HoleValue.Callable _
        | HoleValue.Refused _ -> perhapsCalled (hole stream).Result stream
        | _ -> hole stream
    | 'i' when isWord stream "if" ->
        if least > 0 then
            mistake stream (SyntaxMistakes.needsBrackets (state.Span(at, at + 2)) "if")
        else
            nested stream at conditional
    | 'n' when isWord stream "not" ->
        if least > notStrength then
            mistake stream (SyntaxMistakes.needsBrackets (state.Span(at, at + 3)) "not")
        else
            stream.Skip 3
            let inner = nested stream at (climb notStrength)

            if inner.Status <> Ok then inner
            elif not (grow stream (state.Span(at, at + 3)) 0) then failed
            else expr state (Not inner.Result) at inner.Result.Span.End
    | c when isNameStart c -> named stream
    | _ -> mistake stream (Misplaced.noOperand stream)

and private literal (stream: Stream) : Reply<Expr> =
    let state = stream.UserState
    let first = offset stream
    state.Height <- 1
    let node = Numbers.number stream

    if node.Status = Ok then
        expr state node.Result first (offset stream)
    else
        failed

/// A name, a function call, True or False.
and private named (stream: Stream) : Reply<Expr> =
    let state = stream.UserState
    let first = offset stream
    state.Height <- 1

    match peekName stream with
    | "true"
    | "True" ->
        stream.Skip 4
        expr state (Boolean true) first (first + 4)
    | "false"
    | "False" ->
        stream.Skip 5
        expr state (Boolean false) first (first + 5)
    | "elif"
    | "then"
    | "else"
    | "and"
    | "or" -> mistake stream (Misplaced.noOperand stream)
    | _ ->
        let name = name stream

        if name.Status <> Ok then
            failed
        else
            let named = { Node = Name name.Result; Span = state.Span(first, offset stream) }
            perhapsCalled named stream

/// A value by itself, or a call of it when a bracket follows.
and private perhapsCalled (callee: Expr) (stream: Stream) : Reply<Expr> =
    let state = stream.UserState
    let bracket = skipBlanks state.Text (offset stream)

    if isAt state.Text bracket "(" then
        moveTo stream bracket
        nested stream bracket (call callee)
    else
        Reply callee

/// Reads what stands between brackets; line ends are blanks there.
and private between (stream: Stream) (read: Stream -> Reply<'T>) : Reply<'T> =
    let state = stream.UserState
    let outerBracket = state.OpenBracket
    let outerLineEnd = state.LineEndIsBlank
    state.OpenBracket <- offset stream
    state.LineEndIsBlank <- true
    stream.Skip()
    let reply = read stream

    // After a mistake the bracket stays open, for the messages.
    if reply.Status = Ok then
        stream.Skip()

    state.OpenBracket <- outerBracket
    state.LineEndIsBlank <- outerLineEnd
    reply

and private bracketed (stream: Stream) : Reply<Expr> =
    let state = stream.UserState
    let first = offset stream

    let inside stream =
        let inner = climb 0 stream

        if inner.Status = Ok && stream.Peek() <> ')' then
            mistake stream (Misplaced.notClosed stream inner.Result)
        else
            inner

    let inner = between stream inside

    if inner.Status = Ok then
        expr state inner.Result.Node first (offset stream)
    else
        inner

/// The arguments of a call, from the opening bracket on.
and private call (callee: Expr) (stream: Stream) : Reply<Expr> =
    let state = stream.UserState
    let arguments = between stream argumentList

    if arguments.Status <> Ok || not (grow stream callee.Span 0) then
        failed
    else
        expr state (Call(callee, arguments.Result)) callee.Span.Start (offset stream)

and private argumentList (stream: Stream) : Reply<Expr list> =
    let state = stream.UserState
    let arguments = ResizeArray<Expr>()
    let mutable height = 0
    let mutable status = Ok
    blanks stream
    let mutable go = stream.Peek() <> ')'

    while go do
        let argument = climb 0 stream
        arguments.Add argument.Result
        height <- max height state.Height
        status <- argument.Status

        match stream.Peek() with
        | _ when status <> Ok -> go <- false
        | ',' -> stream.Skip()
        | ')' -> go <- false
        | _ ->
            state.Report(Misplaced.afterArgument stream argument.Result)
            status <- FatalError
            go <- false

    state.Height <- height
    if status = Ok then Reply(List.ofSeq arguments) else failed

/// if c then a else b, from the `if` on.
and private conditional (stream: Stream) : Reply<Expr> =
    let state = stream.UserState
    let first = offset stream
    let ifSpan = state.Span(first, first + 2)
    stream.Skip 2
    let condition = climb 0 stream
    let height = state.Height
    let consequence = branch "then" ifSpan condition stream
    let height = max height state.Height
    let alternative = branch "else" ifSpan consequence stream

    if alternative.Status <> Ok || not (grow stream ifSpan height) then
        failed
    else
        let node = If(condition.Result, consequence.Result, alternative.Result)
        expr state node first alternative.Result.Span.End

/// `then` or `else` and what follows it, unless the part before it failed.
and private branch (word: string) (ifSpan: Span) (before: Reply<Expr>) (stream: Stream) : Reply<Expr> =
    if before.Status <> Ok then
        before
    elif isWord stream word then
        stream.Skip word.Length
        climb 0 stream
    elif isWord stream "elif" then
        mistake stream (SyntaxMistakes.elseIf (spanHere stream))
    else
        match Misplaced.afterExpression stream before.Result with
        | ValueSome diagnostic when not (isReserved (peekName stream)) -> mistake stream diagnostic
        | _ -> mistake stream (SyntaxMistakes.incompleteIf ifSpan word (describe stream))

/// One expression; the stream stands behind it and the blanks that follow.
let expression (stream: Stream) : Reply<Expr> = climb 0 stream
