/// The smallest parts of model text, blanks, words and names, and what the grammars carry along while they read.
/// A grammar here is a FParsec parser written as a function of the stream: one that meets a mistake notes it and
/// answers FatalError, so that nothing is tried in its place and the message is about the cause.
module internal Brian.Tokens

open System
open System.Runtime.CompilerServices
open FParsec
open Brian

/// What a text consists of.
type TextKind =
    | Equations
    | Expression
    | Statements

/// Brackets, calls, `if`s, signs and right operands of `**` inside one another. Each takes a few stack frames while parsing.
let deepestNesting = 200

/// Height of an expression's tree. A chain `a + b + c + ...` is as high as it is long, and later passes walk it recursively:
/// they must get along with the stack of 1 MiB that a thread has at least.
let highestTree = 400

/// Mistakes reported of one text.
let mostMistakes = 100

/// What the grammars share while one text is read.
[<Sealed>]
type State(source: Source, text: string, kind: TextKind) =
    let mistakes = ResizeArray<Diagnostic>()

    member _.Source = source

    /// The clean text, which the parser reads.
    member _.Text = text

    member _.Kind = kind

    /// How deeply nested the place is that is being read.
    member val Depth = 0 with get, set

    /// Height of the expression read last.
    member val Height = 0 with get, set

    /// Whether a line end is a blank here: everywhere except between statements.
    member val LineEndIsBlank = (kind <> Statements) with get, set

    /// Offset of the bracket being read, -1 outside brackets.
    member val OpenBracket = -1 with get, set

    member _.Mistakes = mistakes

    member _.Report(diagnostic: Diagnostic) =
        if mistakes.Count < mostMistakes then
            mistakes.Add diagnostic
        elif mistakes.Count = mostMistakes then
            mistakes.Add(SyntaxMistakes.tooMany diagnostic.Span mostMistakes)

    /// Forgets where the mistake was; reading goes on with the next definition or statement.
    member this.Recover() =
        this.Depth <- 0
        this.OpenBracket <- -1
        this.LineEndIsBlank <- kind <> Statements

    member _.IsFull = mistakes.Count > mostMistakes

    member _.Span(first: int, last: int) : Span =
        { Source = source; Start = first; End = last }

type Stream = CharStream<State>

let inline offset (stream: Stream) = int stream.Index

/// Notes a mistake; nothing after it on the line is read.
let mistake (stream: Stream) (diagnostic: Diagnostic) : Reply<'T> =
    stream.UserState.Report diagnostic
    Reply(FatalError, NoErrorMessages)

/// The answer when a part failed and its mistake is noted already.
let failed<'T> : Reply<'T> = Reply(FatalError, NoErrorMessages)

let isNameStart (c: char) = Char.IsAsciiLetter c || c = '_'
let isNamePart (c: char) = Char.IsAsciiLetterOrDigit c || c = '_'

// ---- looking, without moving

/// The first offset from `at` that is no blank within the line.
let skipBlanks (text: string) (at: int) =
    let mutable i = at

    while i < text.Length && (text[i] = ' ' || text[i] = '\t') do
        i <- i + 1

    i

/// The end of the name that starts at `at`; `at` itself where none does.
let nameEnd (text: string) (at: int) =
    let mutable i = at

    if i < text.Length && isNameStart text[i] then
        while i < text.Length && isNamePart text[i] do
            i <- i + 1

    i

let isAt (text: string) (at: int) (symbol: string) =
    at < text.Length && String.CompareOrdinal(text, at, symbol, 0, symbol.Length) = 0

/// Whether a line end or the end of the text comes next.
let isLineEnd (text: string) (at: int) = at >= text.Length || text[at] = '\n'

/// The `=` or `:` of a line that looks like a definition, right or wrong: `x = `, `x : `, `dv/dt = `, `x, y : `, `v' = `.
/// NUL where the line from `at` looks like none.
let private definitionSign (text: string) (at: int) : char =
    let rec afterName at =
        let next = skipBlanks text at

        if isAt text next "," then
            let name = skipBlanks text (next + 1)
            let last = nameEnd text name
            if last > name then afterName last else '\000'
        elif isAt text next "'" then
            afterName (next + 1)
        elif isAt text next ":" || (isAt text next "=" && not (isAt text next "==")) then
            text[next]
        else
            '\000'

    let first = skipBlanks text at
    let last = nameEnd text first
    let slash = skipBlanks text last
    let below = skipBlanks text (slash + 1)

    if last = first then
        '\000'
    elif text[first] = 'd' && isAt text slash "/" && isAt text below "d" then
        afterName (nameEnd text below)
    else
        afterName last

/// Does the line from `at` look like a definition, right or wrong, or like a hole alone?
let looksLikeDefinition (text: string) (at: int) =
    let first = skipBlanks text at

    definitionSign text first <> '\000'
    || (isAt text first (string Source.HoleMark) && isLineEnd text (skipBlanks text (first + 1)))

/// Does the line from `at` look like a definition with `=`? The line `b : volt` may be the end of `x = a +`; this one not.
let looksLikeEquation (text: string) (at: int) = definitionSign text at = '='

/// The offset at which the line of `at` starts.
let lineStart (text: string) (at: int) =
    if at = 0 then 0 else text.LastIndexOf('\n', at - 1) + 1

/// Does the line from `at` look like a statement: `name =`, `name +=`, `let ...`?
let looksLikeStatement (text: string) (at: int) =
    let first = skipBlanks text at
    let last = nameEnd text first
    let mutable next = skipBlanks text last

    while next < text.Length && "+-*/%".Contains text[next] do
        next <- next + 1

    last > first
    && ((isAt text next "=" && not (isAt text next "==")) || (last - first = 3 && isAt text first "let"))

// ---- moving

/// Skips blanks, and line ends where they are blanks.
let blanks (stream: Stream) =
    let lineEnds = stream.UserState.LineEndIsBlank
    let mutable go = true

    while go do
        match stream.Peek() with
        | ' '
        | '\t' -> stream.Skip()
        | '\n' when lineEnds -> stream.Skip()
        | _ -> go <- false

/// Skips blanks within the line.
let blanksInLine (stream: Stream) =
    while (match stream.Peek() with
           | ' '
           | '\t' -> true
           | _ -> false) do
        stream.Skip()

let moveTo (stream: Stream) (at: int) = stream.Seek(int64 at)

/// Is the whole word here?
let isWord (stream: Stream) (word: string) =
    let text = stream.UserState.Text
    let at = offset stream

    isAt text at word && not (at + word.Length < text.Length && isNamePart text[at + word.Length])

/// The name or word here, "" where there is none.
let peekName (stream: Stream) =
    let text = stream.UserState.Text
    let at = offset stream
    text.Substring(at, nameEnd text at - at)

/// Words that cannot be names.
let isReserved (word: string) =
    match word with
    | "if"
    | "then"
    | "else"
    | "elif"
    | "and"
    | "or"
    | "not"
    | "let"
    | "true"
    | "false"
    | "True"
    | "False" -> true
    | _ -> false

/// Words that start a flag, to recognise flags where a unit is missing before them.
let startsFlag (word: string) =
    match word with
    | "unless"
    | "constant"
    | "shared"
    | "linked"
    | "summed" -> true
    | _ -> false

/// Reads one level deeper; `first` is where the nested part starts.
let nested (stream: Stream) (first: int) (read: Stream -> Reply<'T>) : Reply<'T> =
    let state = stream.UserState

    if state.Depth >= deepestNesting || not (RuntimeHelpers.TryEnsureSufficientExecutionStack()) then
        mistake stream (SyntaxMistakes.tooDeep (state.Span(first, first + 1)) deepestNesting)
    else
        state.Depth <- state.Depth + 1
        let reply = read stream
        state.Depth <- state.Depth - 1
        reply

/// A name that a user may give. The stream stands on its first character.
let name (stream: Stream) : Reply<string> =
    let state = stream.UserState
    let first = offset stream
    let word = peekName stream
    let span = state.Span(first, first + word.Length)

    if word[0] = '_' then
        mistake stream (SyntaxMistakes.underscoreName span word)
    elif isReserved word then
        mistake stream (SyntaxMistakes.reservedWord span word)
    else
        moveTo stream span.End
        Reply word

// ---- for messages

/// At most this much of the text is quoted in a message.
let private longestQuote = 40

let quote (text: string) =
    if text.Length <= longestQuote then
        $"`{text}`"
    else
        $"`{text.Substring(0, longestQuote)}...`"

let private twoCharacterSymbols =
    [| "**"; "//"; "=="; "!="; "<="; ">="; "&&"; "||"; "+="; "-="; "*="; "/="; "%="; ":=" |]

/// The end of the name, number or symbol at an offset.
let private tokenEnd (text: string) (at: int) =
    let mutable last = min (at + 1) text.Length

    if at >= text.Length then
        at
    elif isNamePart text[at] || (text[at] = '.' && last < text.Length && Char.IsAsciiDigit text[last]) then
        while last < text.Length
              && (isNamePart text[last] || (text[last] = '.' && Char.IsAsciiDigit text[at])) do
            last <- last + 1

        last
    elif twoCharacterSymbols |> Array.exists (isAt text at) then
        at + 2
    else
        last

/// The span of the name, number or symbol at the stream.
let spanHere (stream: Stream) : Span =
    let at = offset stream
    stream.UserState.Span(at, tokenEnd stream.UserState.Text at)

/// What stands at the stream, for "found": the token, the end of the line, the end of the text.
let describe (stream: Stream) =
    let state = stream.UserState
    let at = offset stream

    if at >= state.Text.Length then
        "the end of the text"
    else
        match state.Text[at] with
        | '\n' -> "the end of the line"
        | c when c = Source.HoleMark -> $"the hole {state.Span(at, at + 1).Text}"
        | _ -> quote (state.Text.Substring(at, tokenEnd state.Text at - at))
