namespace Brian

open System

/// An opaque colour.
[<Struct>]
type internal Rgb =
    {
        Red: byte
        Green: byte
        Blue: byte
    }

    override color.ToString() =
        $"#{color.Red:x2}{color.Green:x2}{color.Blue:x2}"

type internal LinePattern =
    | NoLine
    | Solid
    | Dashed
    | DashDotted
    | Dotted

type internal Marker =
    | NoMarker
    | Point
    | Circle
    | Square
    | Diamond
    | TriangleUp
    | TriangleDown
    | Cross
    | Plus
    | Bar

/// How a series is drawn. Without a colour it takes the next of the cycle.
/// Widths and sizes in points (1/72 inch), as in print and in matplotlib.
type internal Style =
    {
        Color: Rgb option
        Pattern: LinePattern
        Marker: Marker
        LineWidth: float
        MarkerSize: float
    }

/// Colours and format strings by the names of matplotlib.
module internal Style =

    let private rgb red green blue =
        { Red = byte red; Green = byte green; Blue = byte blue }

    let black = rgb 0 0 0

    /// C0 to C9, the cycle of matplotlib 3 ("Tableau 10").
    let cycle =
        [|
            rgb 0x1f 0x77 0xb4
            rgb 0xff 0x7f 0x0e
            rgb 0x2c 0xa0 0x2c
            rgb 0xd6 0x27 0x28
            rgb 0x94 0x67 0xbd
            rgb 0x8c 0x56 0x4b
            rgb 0xe3 0x77 0xc2
            rgb 0x7f 0x7f 0x7f
            rgb 0xbc 0xbd 0x22
            rgb 0x17 0xbe 0xcf
        |]

    let private letters =
        Map
            [
                'k', black
                'w', rgb 255 255 255
                'b', rgb 0 0 255
                'g', rgb 0 128 0
                'r', rgb 255 0 0
                'c', rgb 0 191 191
                'm', rgb 191 0 191
                'y', rgb 191 191 0
            ]

    // The longer spelling first: "--" is not two "-".
    let private patterns = [ "--", Dashed; "-.", DashDotted; "-", Solid; ":", Dotted ]

    let private markers =
        Map
            [
                '.', Point
                'o', Circle
                's', Square
                'D', Diamond
                '^', TriangleUp
                'v', TriangleDown
                'x', Cross
                '+', Plus
                '|', Bar
            ]

    /// A solid line 1.5 points wide, in the next colour of the cycle.
    let line =
        { Color = None; Pattern = Solid; Marker = NoMarker; LineWidth = 1.5; MarkerSize = 6.0 }

    let private hexDigit (c: char) = Uri.IsHexDigit c

    let private channel (text: string) start =
        Convert.ToInt32(text.Substring(start, 2), 16)

    /// The colour a format begins with, and how many characters name it.
    let private (|LeadingColor|_|) (text: string) =
        let isNamed = text.Length >= 1 && letters.ContainsKey text[0]

        if text.Length >= 2 && text[0] = 'C' && Char.IsAsciiDigit text[1] then
            Some(cycle[int text[1] - int '0'], 2)
        elif text.Length >= 7 && text[0] = '#' && Seq.forall hexDigit text[1..6] then
            Some(rgb (channel text 1) (channel text 3) (channel text 5), 7)
        elif isNamed then
            Some(letters[text[0]], 1)
        else
            None

    let private (|LeadingPattern|_|) (text: string) =
        patterns |> List.tryFind (fun (spelling, _) -> text.StartsWith(spelling, StringComparison.Ordinal))

    let private (|LeadingMarker|_|) (text: string) =
        if text.Length >= 1 then Map.tryFind text[0] markers else None

    /// Reads a format such as "C1--", ".k" or "#808080-.": colour, line pattern and marker in any order,
    /// each at most once. A marker without a pattern draws no line, as in matplotlib.
    let parse (format: string) : Style =
        let unreadable rest =
            Numbers.refuse
                $"the format \"{format}\" cannot be read at \"{rest}\": write a colour (C0 to C9, k, r, #1f77b4), \
                  a line (-, --, -., :) and a marker (. o s D ^ v x + |), for example \"C1--\" or \".k\"."

        let rec read color pattern marker (rest: string) =
            match rest with
            | "" -> color, pattern, marker
            | LeadingColor(found, length) when Option.isNone color ->
                read (Some found) pattern marker (rest.Substring length)
            | LeadingPattern(spelling, found) when Option.isNone pattern ->
                read color (Some found) marker (rest.Substring spelling.Length)
            | LeadingMarker found when Option.isNone marker ->
                read color pattern (Some found) (rest.Substring 1)
            | _ -> unreadable rest

        let color, pattern, marker = read None None None format

        { line with
            Color = color
            Pattern = Option.defaultValue (if Option.isSome marker then NoLine else Solid) pattern
            Marker = Option.defaultValue NoMarker marker
        }

    /// The style of a format, its lines `width` points wide.
    let ofFormat (format: string) (width: float) : Style =
        if not (width > 0.0 && Double.IsFinite width) then
            Numbers.refuse
                $"the width of a line is in points and greater than 0, not {width}: for example 1.5."

        { parse format with LineWidth = width }
