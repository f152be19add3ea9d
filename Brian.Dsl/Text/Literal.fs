/// The string literals of F# and C# sources: which character of a model text was typed where.
module internal Brian.Literal

open System
open System.Collections.Generic
open System.Globalization
open System.IO
open System.Text

/// Stands for a hole in flat text (object replacement character).
[<Literal>]
let HoleMark = '\uFFFC'

/// A string literal: where it starts, its flat text, where in the script each character of it was typed (and where the
/// text ends), and what was typed into its holes.
type Literal = { Start: int; Text: string; Typed: int[]; Holes: string[] }

/// A place in a script; lines and columns count from 1.
[<Struct>]
type Place = { Line: int; Column: int }

/// What the first characters of a literal say: how many `$`, whether it is verbatim, how many quotation marks.
[<Struct>]
type private Opening = { Dollars: int; IsVerbatim: bool; Quotes: int; Start: int }

let private runOf (c: char) (script: string) (at: int) =
    let mutable last = at

    while last < script.Length && script[last] = c do
        last <- last + 1

    last - at

/// The literal that opens at an offset, if one does.
let private opening (script: string) (isCSharp: bool) (at: int) =
    let mutable next = at

    while next < script.Length && (script[next] = '$' || script[next] = '@') do
        next <- next + 1

    let prefix = script.AsSpan(at, next - at)

    match runOf '"' script next with
    | 0 -> ValueNone
    // an empty literal
    | 2 ->
        ValueSome
            {
                Dollars = prefix.Count '$'
                IsVerbatim = prefix.Contains '@'
                Quotes = 1
                Start = next + 1
            }
    | run ->
        // a fourth quotation mark is text in F#, and part of the opening in C#
        let quotes = if isCSharp then run else min run 3

        ValueSome
            {
                Dollars = prefix.Count '$'
                IsVerbatim = prefix.Contains '@'
                Quotes = quotes
                Start = next + quotes
            }

let private escapes =
    dict
        [
            'n', '\n'
            't', '\t'
            'r', '\r'
            'b', '\b'
            'a', '\a'
            'f', '\f'
            'v', '\v'
            '0', '\000'
            '\\', '\\'
            '"', '"'
            '\'', '\''
        ]

/// What a backslash in a script stands for, and the offset behind it.
let private escaped (script: string) (at: int) : struct (string * int) =
    let rest = script.AsSpan(at + 1)
    let itself = struct ("\\", at + 1)

    /// A character by its number, in digits from an offset of the rest.
    let numbered (first: int) (digits: int) (style: NumberStyles) =
        match
            UInt32.TryParse(
                script.AsSpan(at + 1 + first, min digits (script.Length - at - 1 - first)),
                style,
                null
            )
        with
        | true, code when Rune.IsValid code -> struct (Rune(code).ToString(), at + 1 + first + digits)
        | true, code -> struct (string (char code), at + 1 + first + digits)
        | _ -> itself

    if rest.IsEmpty then
        itself
    else
        match rest[0] with
        | 'u' -> numbered 1 4 NumberStyles.AllowHexSpecifier
        | 'U' -> numbered 1 8 NumberStyles.AllowHexSpecifier
        | 'x' -> numbered 1 2 NumberStyles.AllowHexSpecifier
        | c when
            Char.IsAsciiDigit c && rest.Length > 2 && Char.IsAsciiDigit rest[1] && Char.IsAsciiDigit rest[2]
            ->
            numbered 0 3 NumberStyles.None
        | '\n'
        | '\r' ->
            // a line that goes on: its end and the next indentation are no part of the text
            match rest.IndexOfAnyExcept(" \t\r\n") with
            | -1 -> struct ("", script.Length)
            | blanks -> struct ("", at + 1 + blanks)
        | c ->
            match escapes.TryGetValue c with
            | true, meant -> struct (string meant, at + 2)
            | _ -> itself

/// The offset behind a hole, from behind its opening braces.
let rec private afterHole (script: string) (isCSharp: bool) (from: int) =
    let mutable depth = 1
    let mutable at = from

    while depth > 0 && at < script.Length do
        match script[at] with
        | '{' ->
            depth <- depth + 1
            at <- at + 1
        | '}' ->
            depth <- depth - 1
            at <- at + 1
        | '$'
        | '@'
        | '"' ->
            match opening script isCSharp at with
            | ValueSome inner -> at <- snd (read script isCSharp inner)
            | ValueNone -> at <- at + 1
        | _ -> at <- at + 1

    at

/// The literal behind its opening, and the offset behind it.
and private read (script: string) (isCSharp: bool) (opening: Opening) : Literal * int =
    let text = StringBuilder()
    let typed = List<int>()
    let holes = List<string>()
    let isRaw = opening.Quotes > 1
    let mutable at = opening.Start
    let mutable isOpen = true

    let keep (piece: string) (from: int) =
        for c in piece do
            text.Append c |> ignore
            typed.Add from

    /// The same character twice stands for one.
    let keepHalf count =
        for k in 0 .. count / 2 - 1 do
            keep (string script[at]) (at + 2 * k)

        at <- at + count

    while isOpen && at < script.Length do
        let c = script[at]

        match c, runOf c script at with
        | '"', quotes when isRaw && quotes >= opening.Quotes ->
            isOpen <- false
            at <- at + opening.Quotes
        | '"', quotes when opening.IsVerbatim && not isRaw && quotes > 1 -> keepHalf 2
        | '"', _ when not isRaw ->
            isOpen <- false
            at <- at + 1
        | '{', braces when opening.Dollars > 0 && braces >= opening.Dollars ->
            // with one `$` two braces stand for one; with more, those in front of the hole are text
            let plain = if opening.Dollars = 1 then braces / 2 * 2 else braces - opening.Dollars

            if opening.Dollars = 1 then
                keepHalf plain
            else
                for _ in 1..plain do
                    keep "{" at
                    at <- at + 1

            if braces > plain then
                let first = at + opening.Dollars
                let last = afterHole script isCSharp first
                keep (string HoleMark) at
                holes.Add(script.Substring(first, max 0 (last - 1 - first)).Trim())
                at <- last + opening.Dollars - 1
        | '}', braces when opening.Dollars = 1 && braces > 1 -> keepHalf 2
        | '%', signs when opening.Dollars = 1 && not isCSharp && signs > 1 -> keepHalf 2
        | '\\', _ when not isRaw && not opening.IsVerbatim ->
            let struct (meant, next) = escaped script at
            keep meant at
            at <- next
        | _ ->
            keep (string c) at
            at <- at + 1

    typed.Add(max opening.Start (if isOpen then at else at - opening.Quotes))

    {
        Start = opening.Start
        Text = text.ToString()
        Typed = typed.ToArray()
        Holes = holes.ToArray()
    },
    at

/// A C# raw literal of several lines: without its first and last line end and the indentation of its last line.
let private withoutIndentation (literal: Literal) =
    let text = literal.Text
    let last = text.LastIndexOf '\n'

    if last < 0 then
        literal
    else
        let indentation = text.Length - last - 1
        let kept = StringBuilder()
        let typed = List<int>()
        let mutable at = text.IndexOf '\n' + 1

        while at <= last do
            let lineEnd = text.IndexOf('\n', at)

            for k in min (at + indentation) lineEnd .. (if lineEnd = last then last - 1 else lineEnd) do
                kept.Append text[k] |> ignore
                typed.Add literal.Typed[k]

            at <- lineEnd + 1

        typed.Add literal.Typed[last]
        { literal with Text = kept.ToString().TrimEnd '\r'; Typed = typed.ToArray() }

/// All string literals of a script, in its order.
let all (script: string) (isCSharp: bool) : Literal seq =
    seq {
        let mutable at = 0

        let skipTo (ending: string) =
            match script.IndexOf(ending, at + 2, StringComparison.Ordinal) with
            | -1 -> at <- script.Length
            | found -> at <- found + ending.Length

        while at < script.Length do
            match script.AsSpan at with
            | rest when rest.StartsWith "//" -> skipTo "\n"
            | rest when rest.StartsWith "/*" && isCSharp -> skipTo "*/"
            | rest when rest.StartsWith "(*" && not (rest.StartsWith "(*)") && not isCSharp -> skipTo "*)"
            | rest when rest.StartsWith "'\"'" -> at <- at + 3
            | rest when rest.StartsWith "'\\\"'" -> at <- at + 4
            | _ ->
                match script[at] with
                | '$'
                | '@'
                | '"' ->
                    match opening script isCSharp at with
                    | ValueSome opening ->
                        let literal, next = read script isCSharp opening
                        at <- max next (at + 1)

                        if isCSharp && opening.Quotes > 1 then withoutIndentation literal else literal
                    | ValueNone -> at <- at + 1
                | _ -> at <- at + 1
    }

/// The line and column of an offset of a script.
let place (script: string) (offset: int) : Place =
    let before = script.AsSpan(0, offset)
    { Line = 1 + before.Count '\n'; Column = offset - before.LastIndexOf '\n' }

/// The name of the argument that the literal is given for: `threshold = $"v > 1"`, in C# `threshold: $"v > 1"`.
let private argumentName (script: string) (literal: Literal) =
    let before = script.AsSpan(0, literal.Start).TrimEnd("$@\"").TrimEnd()

    if before.EndsWith "=" || before.EndsWith ":" then
        let before = before.Slice(0, before.Length - 1).TrimEnd()
        let mutable first = before.Length

        while first > 0 && (Char.IsLetterOrDigit before[first - 1] || before[first - 1] = '_') do
            first <- first - 1

        before.Slice(first).ToString()
    else
        ""

/// The script and the literal in it with a flat text: the first one from a line on, else the last one before it; of several
/// from the line on the one that is given for the argument called `title`, or for none.
/// Nothing when the script cannot be read or no longer holds the text.
let find (file: string) (line: int) (title: string) (text: string) : (string * Literal) option =
    let script =
        try
            if File.Exists file then ValueSome(File.ReadAllText file) else ValueNone
        with
        | :? IOException
        | :? UnauthorizedAccessException -> ValueNone

    match script with
    | ValueNone -> None
    | ValueSome script ->
        let isCSharp = file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)
        let same = all script isCSharp |> Seq.filter (fun l -> l.Text = text) |> List.ofSeq

        let isBehind literal =
            (place script literal.Typed[0]).Line >= line

        let givenFor name =
            List.tryFind (fun literal -> argumentName script literal = name)

        let behind = List.filter isBehind same

        [ givenFor title behind; givenFor "" behind; List.tryHead behind; List.tryLast same ]
        |> List.tryPick id
        |> Option.map (fun literal -> script, literal)
