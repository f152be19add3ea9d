namespace Brian

open System
open System.Collections.Generic
open System.IO
open System.Runtime.InteropServices
open System.Text
open Brian.Drawing

/// A figure: what is drawn, with which labels and limits, in which size. It never changes; every method
/// returns a new figure. Made by `Plots` (C#) or `plot`, `raster`, `hist` (F#), drawn by `Save` and `Show`.
/// Data are plain numbers: quantities are divided by the wanted unit first, as in `trace.Times/ms`.
[<Sealed>]
type Figure internal (sheet: Sheet) =

    let count = sheet.Rows |> List.sumBy List.length

    let change verb (edit: Panel -> Panel) =
        match sheet.Rows with
        | [ [ panel ] ] -> Figure { sheet with Rows = [ [ edit panel ] ] }
        | _ ->
            Numbers.refuse
                $"{verb} works on one pair of axes, and this figure has {count}: \
                  use it on each figure before putting them side by side."

    let add verb (series: Series) =
        change verb (fun panel -> { panel with Series = panel.Series @ [ series ] })

    static let limits verb (low: float) (high: float) =
        if not (Double.IsFinite low && Double.IsFinite high) || low = high then
            Numbers.refuse
                $"{verb} needs two different finite numbers, not {low} and {high}: for example {verb} 0 50."

        Some { Low = low; High = high }

    member internal _.Sheet = sheet

    /// Draws a line through the points (xs[k], ys[k]) on top of what is there.
    /// `format` names colour, line and marker as in matplotlib, for example "C1--" or ".k"; `label` is its
    /// name in the legend; `width` is in points. NaN and infinity leave a gap.
    /// PlotException when there is nothing to plot or the counts differ.
    member _.Line
        (
            xs: IEnumerable<'x>,
            ys: IEnumerable<'y>,
            [<Optional; DefaultParameterValue("")>] format: string,
            [<Optional; DefaultParameterValue("")>] label: string,
            [<Optional; DefaultParameterValue(1.5)>] width: float
        ) : Figure =
        add
            "Line"
            (Series.line (Style.ofFormat format width) label (Numbers.ofSeq "xs" xs) (Numbers.ofSeq "ys" ys))

    /// Draws a line over the whole height at each x: spike times on top of a trace. None at all is fine.
    member _.VLines
        (
            xs: IEnumerable<'x>,
            [<Optional; DefaultParameterValue("C1--")>] format: string,
            [<Optional; DefaultParameterValue("")>] label: string,
            [<Optional; DefaultParameterValue(3.0)>] width: float
        ) : Figure =
        add
            "VLines"
            {
                Shape = Verticals(Numbers.ofSeq "xs" xs)
                Style = Style.ofFormat format width
                Label = label
            }

    /// Draws a line over the whole width at one y: a threshold.
    member _.HLine
        (
            y: float,
            [<Optional; DefaultParameterValue("C2:")>] format: string,
            [<Optional; DefaultParameterValue("")>] label: string,
            [<Optional; DefaultParameterValue(3.0)>] width: float
        ) : Figure =
        add "HLine" { Shape = Horizontal y; Style = Style.ofFormat format width; Label = label }

    /// Draws another figure's series on top, in the same axes. Its labels, title and limits fill in those
    /// that this one lacks.
    member _.Overlay(above: Figure) : Figure =
        match above.Sheet.Rows with
        | [ [ panel ] ] -> change "Overlay" (Panel.overlay panel)
        | _ -> Numbers.refuse "Overlay draws one pair of axes on another, and the figure on top has several."

    /// What the axes show, with the unit: "Time (ms)".
    member _.Label(x: string, y: string) : Figure =
        change "Label" (fun panel -> { panel with XLabel = x; YLabel = y })

    /// A title above the axes.
    member _.Title(text: string) : Figure =
        change "Title" (fun panel -> { panel with Title = text })

    /// Shows a legend of all series that have a label, in the corner with the fewest points.
    member _.Legend() : Figure =
        change "Legend" (fun panel ->
            if Legend.entries panel |> List.isEmpty then
                Numbers.refuse
                    "nothing to put into a legend: no series has a label; give one, for example plotAs \"C0\" \"Brian\" xs ys."

            { panel with HasLegend = true })

    /// The limits of the x axis; the higher one first turns the axis round.
    member _.XLim(low: float, high: float) : Figure =
        change "XLim" (fun panel -> { panel with XLimits = limits "xlim" low high })

    /// The limits of the y axis; the higher one first turns the axis round.
    member _.YLim(low: float, high: float) : Figure =
        change "YLim" (fun panel -> { panel with YLimits = limits "ylim" low high })

    /// Width and height in inches of 100 pixels, at most 60. A PNG has twice the pixels, to be crisp.
    member _.Size(width: float, height: float) : Figure =
        let isSensible length = length >= 0.5 && length <= 60.0

        if not (isSensible width && isSensible height) then
            Numbers.refuse
                $"a size of {width} x {height} is out of range: it is in inches of 100 pixels, from 0.5 to 60, \
                  for example 6.4 x 4.8."

        Figure { sheet with Width = width; Height = height }

    /// The bytes of a PNG file, 200 pixels per inch of the figure's size.
    member _.ToPng() : byte[] = Render.png sheet

    /// The text of an SVG file, 100 units per inch of the figure's size.
    member _.ToSvg() : string = Render.svg sheet

    /// Writes PNG or SVG files, by the extension of each path; missing folders are made.
    /// PlotException for another extension.
    member figure.Save([<ParamArray>] paths: string[]) : unit =
        let content (path: string) =
            match (string (Path.GetExtension path)).ToLowerInvariant() with
            | ".png" -> figure.ToPng()
            | ".svg" -> Encoding.UTF8.GetBytes(figure.ToSvg())
            | _ -> Numbers.refuse $"cannot save \"{path}\": the name must end in .png or .svg."

        for path in paths do
            let bytes = content path
            Directory.CreateDirectory(string (Path.GetDirectoryName(Path.GetFullPath path))) |> ignore
            File.WriteAllBytes(path, bytes)

    /// Shows the figure. With the environment variable BRIAN_FIGURES unset, opens a temporary PNG in the
    /// system's viewer and prints its path; set to a folder, writes figure-01.png and figure-01.svg (numbered
    /// in order) there and opens nothing; set to "none", draws nothing.
    member _.Show() : unit = Display.show sheet

    /// The figure in words, a line for each panel and series.
    override _.ToString() = Sheet.describe sheet
