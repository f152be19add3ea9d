namespace Brian

open System
open System.Collections
open System.Globalization
open System.Text

/// What stood in a hole of a model text.
[<RequireQualifiedAccess>]
type internal HoleValue =
    /// A quantity or a plain number.
    | Quantity of Quantity
    /// A whole number, kept apart so that `i // {2}` stays an integer expression.
    | Integer of int64
    | Boolean of bool
    /// A function or a timed array, to be called.
    | Callable of Callable
    /// Equations to splice in.
    | Fragment of IFragment
    /// A value that model text has no use for; the checker refuses it. The second field says why and what instead.
    | Refused of found: string * instead: string

/// Something with equations of its own that a hole may hold. Implemented by `Equations`.
and [<AllowNullLiteral>] internal IFragment =
    /// The located lines, an `Ast.Definition list` (untyped here: the tree is defined after the text it points into).
    abstract Lines: obj

/// A hole: where it stands in the flat text, its value, and how a message shows it.
type internal Hole = { Offset: int; Value: HoleValue; Display: Lazy<string> }

/// Where a place of a model text was typed. Columns count from 1.
[<Struct>]
type internal Position =
    {
        /// Line within the text, from 1.
        Line: int
        /// Column within that line, as typed where the script can be read, else as a message shows it.
        Column: int
        /// The place in the script, when it can be read and holds the text.
        Script: Literal.Place voption
    }

/// A piece of model text and where it came from.
/// In the flat text every hole is the one character `Source.HoleMark`, so that offsets count what the reader sees as one thing.
[<Sealed; AllowNullLiteral>]
type internal Source(title: string, text: string, holes: Hole[], file: string, line: int, isTyped: bool) =

    // Scripts are read only to show something.
    let literal: Lazy<(string * Literal.Literal) option> =
        lazy (if isTyped && file <> "" then Literal.find file line title text else None)

    /// Hole names longer than this, or of several lines, are no help in a message.
    static let longestName = 30

    /// Text that most likely stands in the script as a literal.
    new(title, text, holes, file, line) = Source(title, text, holes, file, line, true)

    /// Stands for a hole in the flat text (object replacement character).
    static member HoleMark = Literal.HoleMark

    /// What the text is: "equations", "threshold", "reset".
    member _.Title = title

    /// The flat text.
    member _.Text = text

    member _.Holes = holes

    /// The script that holds the text; empty when unknown.
    member _.File = file

    /// The line of the script where the object is made; 0 when unknown.
    member _.Line = line

    /// The index of the hole at an offset of the flat text, -1 where there is none. Holes are in the order of the text, so
    /// the search is by halves.
    member private _.HoleIndex(offset: int) =
        let mutable first = 0
        let mutable last = holes.Length - 1

        while first < last do
            let middle = (first + last) / 2

            if holes[middle].Offset < offset then first <- middle + 1 else last <- middle

        if first = last && holes[first].Offset = offset then first else -1

    /// The hole at an offset of the flat text.
    member this.HoleAt(offset: int) =
        match this.HoleIndex offset with
        | -1 -> None
        | index -> Some holes[index]

    /// Where an offset was typed.
    member this.Position(offset: int) : Position =
        let offset = min offset text.Length
        let before = text.AsSpan(0, offset)
        let lineStart = before.LastIndexOf('\n') + 1
        let line = 1 + before.Count('\n')

        match literal.Value with
        | Some(script, literal) ->
            {
                Line = line
                Column = 1 + literal.Typed[offset] - literal.Typed[lineStart]
                Script = ValueSome(Literal.place script literal.Typed[offset])
            }
        | None ->
            {
                Line = line
                Column = 1 + (this.Show(lineStart, offset): string).Length
                Script = ValueNone
            }

    /// What was typed into the holes, where it is known.
    member _.HoleNames =
        match literal.Value with
        | Some(_, literal) -> literal.Holes
        | None -> [||]

    /// How a message shows a hole: as typed where that is known, else its value.
    member private _.ShownHole(index: int) =
        match literal.Value with
        | Some(_, literal) when
            literal.Holes[index].Length <= longestName && not (literal.Holes[index].Contains '\n')
            ->
            literal.Holes[index]
        | _ -> holes[index].Display.Value

    /// The text between two offsets with holes shown as `{tau}`, or as `{10 ms}` where the script cannot be read.
    member this.Show(first: int, last: int) =
        let shown = StringBuilder()

        for offset in first .. last - 1 do
            match (if text[offset] = Source.HoleMark then this.HoleIndex offset else -1) with
            | -1 -> shown.Append text[offset] |> ignore
            | index -> shown.Append('{').Append(this.ShownHole index).Append('}') |> ignore

        shown.ToString()

/// A stretch of one source: `Start` inclusive, `End` exclusive, offsets of its flat text.
[<NoEquality; NoComparison>]
type internal Span =
    {
        Source: Source
        Start: int
        End: int
    }

    /// The text as the reader sees it.
    member this.Text = this.Source.Show(this.Start, this.End)

    /// From the start of this to the end of another span of the same source.
    member this.To(other: Span) =
        { Source = this.Source; Start = this.Start; End = max this.End other.End }

module internal Source =

    let private invariant = CultureInfo.InvariantCulture

    let private refuse found instead = HoleValue.Refused(found, instead)

    /// Text of a value, short and on one line, as messages show it.
    let private oneLine (text: string) =
        let text = text.ReplaceLineEndings " "
        if text.Length <= 40 then text else text.Substring(0, 37) + "..."

    /// Is it a function of F# or C#?
    let isCode (value: obj) =
        value :? Delegate || Reflection.FSharpType.IsFunction(value.GetType())

    let valueOf (argument: obj | null) (hasFormat: bool) =
        match argument with
        | _ when hasFormat ->
            refuse "a hole with a format" "leaving the format away: a hole carries the value itself"
        | null -> refuse "an empty hole (null)" "giving it a value"
        | :? Quantity as q -> HoleValue.Quantity q
        | :? bool as b -> HoleValue.Boolean b
        | :? int as n -> HoleValue.Integer(int64 n)
        | :? int64 as n -> HoleValue.Integer n
        | :? byte as n -> HoleValue.Integer(int64 n)
        | :? int16 as n -> HoleValue.Integer(int64 n)
        | :? uint32 as n -> HoleValue.Integer(int64 n)
        | :? decimal as x -> HoleValue.Quantity(Quantity(float x))
        | :? float as x -> HoleValue.Quantity(Quantity x)
        | :? float32 as x -> HoleValue.Quantity(Quantity(float x))
        | :? IFragment as fragment -> HoleValue.Fragment fragment
        | :? ICallable as callable -> HoleValue.Callable callable.Callable
        | :? string as s ->
            refuse
                $"a hole that holds the text \"{oneLine s}\""
                "writing the text itself, or putting an Equations object in the hole"
        | code when isCode code ->
            refuse
                "a hole that holds code without units"
                "Function.Of, which gives its arguments and its result their units"
        | :? Quantities
        | :? IEnumerable ->
            refuse
                "a hole that holds many values"
                "declaring a parameter, one value per neuron, and giving them with `Assign`"
        | other -> refuse $"a hole that holds a {other.GetType().Name}" "passing one of these"

    let private displayOf (argument: obj | null) =
        match argument with
        | null -> "null"
        | :? IFragment -> "equations"
        | :? ICallable as callable -> callable.Callable.Name
        | :? bool as b -> if b then "true" else "false"
        | :? IFormattable as f -> oneLine (f.ToString(null, invariant))
        | :? string as text -> oneLine text
        | code when isCode code -> "code"
        | other -> other.GetType().Name

    /// Reads "{12,5:F2}" from the position after its brace: the index, whether anything follows it, and the end.
    let private readHole (format: string) (start: int) =
        let close = format.IndexOf('}', start)
        let digits = format.AsSpan(start, close - start)
        let bare = digits.IndexOfAny(',', ':')
        let number = if bare < 0 then digits else digits.Slice(0, bare)
        struct (Int32.Parse(number, NumberStyles.None, invariant), bare >= 0, close + 1)

    /// Flat text and holes of an interpolated string.
    let ofFormattable (title: string) (text: FormattableString) (file: string) (line: int) =
        let format = text.Format
        let flat = StringBuilder(format.Length)
        let holes = ResizeArray()
        let mutable at = 0

        while at < format.Length do
            match format[at] with
            | '{' when at + 1 < format.Length && format[at + 1] = '{' ->
                flat.Append '{' |> ignore
                at <- at + 2
            | '}' when at + 1 < format.Length && format[at + 1] = '}' ->
                flat.Append '}' |> ignore
                at <- at + 2
            | '{' ->
                let struct (index, hasFormat, next) = readHole format (at + 1)
                let argument = text.GetArgument index

                holes.Add
                    {
                        Offset = flat.Length
                        Value = valueOf argument hasFormat
                        Display = lazy (displayOf argument)
                    }

                flat.Append Source.HoleMark |> ignore
                at <- next
            | c ->
                flat.Append c |> ignore
                at <- at + 1

        Source(title, flat.ToString(), holes.ToArray(), file, line)

    /// Plain text: from a file or a variable, without holes.
    let ofText (title: string) (text: string) (file: string) (line: int) =
        Source(title, text, [||], file, line)

    /// An argument as a message shows it, such as `N = 0`.
    let ofArgument (title: string) (shown: string) (file: string) (line: int) =
        Source(title, shown, [||], file, line, false)
