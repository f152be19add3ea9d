namespace Brian

open System
open System.Globalization
open System.IO
open System.Text

/// What was found, or what was expected, and how we know.
[<Struct>]
type internal Evidence = { What: string; Why: string }

/// The line of a span with carets under the span.
module internal Marked =

    // Lines that no screen shows whole are cut around the span.
    let private before = 60
    let private widest = 110

    /// Characters that would move or hide others are shown as `?`, so that carets stand below what they mean.
    let private visible (text: string) =
        text
        |> String.map (fun c ->
            match Char.GetUnicodeCategory c with
            | _ when c = '\t' || c = '\r' -> ' '
            | UnicodeCategory.Control
            | UnicodeCategory.Format
            | UnicodeCategory.LineSeparator
            | UnicodeCategory.ParagraphSeparator -> '?'
            | _ -> c)

    /// Two lines, each after a line end; nothing when the line is empty.
    let appendTo (out: StringBuilder) (span: Span) =
        let source = span.Source
        let text = source.Text
        let start = min span.Start text.Length
        let lineStart = if start = 0 then 0 else text.LastIndexOf('\n', start - 1) + 1

        let lineEnd =
            match text.IndexOf('\n', start) with
            | -1 -> text.Length
            | at -> at

        let indent = text.AsSpan(lineStart, lineEnd - lineStart).IndexOfAnyExcept(" \t\r")

        if indent >= 0 then
            let isCut = start - before > lineStart
            let first = if isCut then start - before else min start (lineStart + indent)
            let last = min lineEnd (first + widest)
            let markedEnd = max start (min span.End last)
            let lead = if isCut then "..." else ""
            let prefix = lead + visible (source.Show(first, start))
            let marked = visible (source.Show(start, markedEnd))
            let rest = visible (source.Show(markedEnd, last))
            let trail = if last < lineEnd then "..." else ""
            let shown = (prefix + marked + rest).TrimEnd() + trail
            out.Append("\n    ").Append(shown).Append("\n    ") |> ignore

            out.Append(' ', Columns.width prefix).Append('^', max 1 (Columns.width (marked.TrimEnd())))
            |> ignore

/// A mistake in a model, as a value: where, what was found, what was expected, one way out.
[<Sealed>]
type Diagnostic
    internal
    (
        code: string,
        span: Span,
        title: string,
        found: Evidence voption,
        expected: Evidence voption,
        help: string
    ) =

    let source = span.Source
    let position = lazy (source.Position span.Start)
    let title = Excerpt.ofText title
    let help = Excerpt.ofText help

    let short (item: Evidence voption) =
        item
        |> ValueOption.map (fun item -> { What = Excerpt.ofText item.What; Why = Excerpt.ofText item.Why })

    let found = short found
    let expected = short expected

    /// Stable code such as "BR0208". `explain "BR0208"` in a script says why it is a mistake and how it is done right.
    member _.Code = code

    /// One sentence: what is wrong.
    member _.Title = title

    /// What the text is: "equations", "threshold", "reset".
    member _.Text = source.Title

    /// The script where the object is made; empty when unknown.
    member _.File = source.File

    /// The line of the script: where the mistake stands when the script can be read and holds the text, else where the
    /// object is made; 0 when unknown.
    member _.ScriptLine =
        match position.Value.Script with
        | ValueSome place -> place.Line
        | ValueNone -> source.Line

    /// The column in that line of the script, from 1; 0 when the script cannot be read or does not hold the text.
    member _.ScriptColumn =
        match position.Value.Script with
        | ValueSome place -> place.Column
        | ValueNone -> 0

    /// Line within the model text, from 1.
    member _.Line = position.Value.Line

    /// Column within that line, from 1: as typed where the script can be read, else as the message shows the line.
    member _.Column = position.Value.Column

    /// What was found; empty when there is nothing to add to the title.
    member _.Found = found |> ValueOption.map _.What |> ValueOption.defaultValue ""

    /// What was expected; empty when there is nothing to add.
    member _.Expected = expected |> ValueOption.map _.What |> ValueOption.defaultValue ""

    /// One way out; empty when there is none to name.
    member _.Help = help

    /// Why it is a mistake, with a wrong and a right model of the same kind.
    member _.Explanation = Codes.explain code

    member internal _.Span = span

    /// The whole message: place, title, the line with carets, found, expected, one way out.
    override _.ToString() =
        let out = StringBuilder()

        match source.File, position.Value.Script with
        | "", _ -> ()
        | file, ValueSome place ->
            out.Append($"{Path.GetFileName file}({place.Line},{place.Column}), ") |> ignore
        | file, ValueNone -> out.Append($"{Path.GetFileName file}({source.Line}), ") |> ignore

        out.Append source.Title |> ignore

        if position.Value.Script.IsNone && source.Text.Trim().Contains '\n' then
            out.Append(" line ").Append position.Value.Line |> ignore

        out.Append(": ").Append(title).Append(" [").Append(code).Append ']' |> ignore
        Marked.appendTo out span

        let lengthOf (item: Evidence voption) =
            match item with
            | ValueSome { What = what } -> what.Length
            | ValueNone -> 0

        let width = max (lengthOf found) (lengthOf expected)

        let evidence (name: string) (item: Evidence voption) =
            match item with
            | ValueSome { What = what; Why = "" } -> out.Append(name).Append what |> ignore
            | ValueSome { What = what; Why = why } ->
                out.Append(name).Append(what.PadRight width).Append("  ").Append why |> ignore
            | ValueNone -> ()

        evidence "\n  found     " found
        evidence "\n  expected  " expected

        if help <> "" then
            out.Append("\n  try       ").Append help |> ignore

        out.ToString()

/// The model or the call is wrong. Its text is the diagnostics alone, all mistakes of one text together.
[<Sealed>]
type ModelException internal (diagnostics: Diagnostic list) =
    inherit Exception(String.Join("\n\n", diagnostics))

    /// The mistakes, in the order of the text.
    member _.Diagnostics: System.Collections.Generic.IReadOnlyList<Diagnostic> =
        List.toArray diagnostics

    /// The diagnostics, without a stack trace: F# Interactive prints this.
    override this.ToString() = this.Message
