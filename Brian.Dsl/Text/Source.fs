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
type internal Hole = { Offset: int; Value: HoleValue; Display: string }

/// A piece of model text and where it came from.
/// In the flat text every hole is the one character `Source.HoleMark`, so that offsets count what the reader sees as one thing.
[<Sealed; AllowNullLiteral>]
type internal Source(title: string, text: string, holes: Hole[], file: string, line: int) =

    /// Stands for a hole in the flat text (object replacement character).
    static member HoleMark = '\uFFFC'

    /// What the text is: "equations", "threshold", "reset".
    member _.Title = title

    /// The flat text.
    member _.Text = text

    member _.Holes = holes

    /// The script that holds the text; empty when unknown.
    member _.File = file

    /// The line of the script where the object is made; 0 when unknown.
    member _.Line = line

    /// The hole at an offset of the flat text. Holes are in the order of the text, so the search is by halves.
    member _.HoleAt(offset: int) =
        let mutable first = 0
        let mutable last = holes.Length - 1

        while first < last do
            let middle = (first + last) / 2

            if holes[middle].Offset < offset then first <- middle + 1 else last <- middle

        if first = last && holes[first].Offset = offset then Some holes[first] else None

    /// Line (from 1) and column (from 0) of an offset.
    member _.Position(offset: int) =
        let before = text.AsSpan(0, min offset text.Length)
        let lineStart = before.LastIndexOf('\n') + 1
        struct (1 + before.Count('\n'), before.Length - lineStart)

    /// The text between two offsets with holes shown as `{10 ms}`.
    member this.Show(first: int, last: int) =
        let shown = StringBuilder()

        for offset in first .. last - 1 do
            if text[offset] = Source.HoleMark then
                match this.HoleAt offset with
                | Some hole -> shown.Append('{').Append(hole.Display).Append('}') |> ignore
                | None -> shown.Append Source.HoleMark |> ignore
            else
                shown.Append text[offset] |> ignore

        shown.ToString()

/// A stretch of one source: `Start` inclusive, `End` exclusive, offsets of its flat text.
[<Struct; NoEquality; NoComparison>]
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
                    { Offset = flat.Length; Value = valueOf argument hasFormat; Display = displayOf argument }

                flat.Append Source.HoleMark |> ignore
                at <- next
            | c ->
                flat.Append c |> ignore
                at <- at + 1

        Source(title, flat.ToString(), holes.ToArray(), file, line)

    /// Plain text: from a file or a variable, without holes.
    let ofText (title: string) (text: string) (file: string) (line: int) =
        Source(title, text, [||], file, line)
