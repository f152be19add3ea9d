namespace Brian

open System
open System.Collections.Generic
open System.Runtime.InteropServices

/// Makes figures. Data are plain numbers: quantities are divided by the wanted unit first, as in
/// `trace.Times/ms`; arrays, lists and any other sequence of floats or ints will do.
[<AbstractClass; Sealed>]
type Plots private () =

    static let single (series: Series) =
        Figure { Rows = [ [ { Panel.empty with Series = [ series ] } ] ]; Width = 6.4; Height = 4.8 }

    static let rowsOf (figure: Figure) = figure.Sheet.Rows

    static let atLeastOne verb (figures: Figure[]) =
        if figures.Length = 0 then
            Numbers.refuse
                $"nothing to plot: {verb} got no figures; give it one or more, for example {verb} [ a; b ]."

    /// A line through the points (xs[k], ys[k]).
    /// `format` names colour, line and marker as in matplotlib, for example "C1--" or ".k"; without a colour
    /// the next of the cycle is taken. `label` is its name in the legend; `width` is in points.
    /// NaN and infinity leave a gap. PlotException when there is nothing to plot or the counts differ.
    static member Line
        (
            xs: IEnumerable<'x>,
            ys: IEnumerable<'y>,
            [<Optional; DefaultParameterValue("")>] format: string,
            [<Optional; DefaultParameterValue("")>] label: string,
            [<Optional; DefaultParameterValue(1.5)>] width: float
        ) : Figure =
        single (
            Series.line (Style.ofFormat format width) label (Numbers.ofSeq "xs" xs) (Numbers.ofSeq "ys" ys)
        )

    /// A raster plot: a dot for each spike, time to the right, neuron index upwards.
    /// No spikes at all are a result too: the axes then say so.
    static member Raster
        (
            times: IEnumerable<'t>,
            indices: IEnumerable<'i>,
            [<Optional; DefaultParameterValue(".k")>] format: string,
            [<Optional; DefaultParameterValue("")>] label: string
        ) : Figure =
        let times, indices = Numbers.ofSeq "times" times, Numbers.ofSeq "indices" indices
        single (Series.raster (Style.parse format) label times indices)

    /// A filled histogram: `bins` bins of equal width from the smallest to the largest value, each with its
    /// left edge, the last with its right edge too. `weights[k]` is what `values[k]` adds to its bin; 1 when
    /// left out. No values at all are a result too: the axes then say so.
    static member Histogram
        (
            values: IEnumerable<'v>,
            [<Optional; DefaultParameterValue(10)>] bins: int,
            [<Optional; DefaultParameterValue(null: IEnumerable<float> | null)>] weights:
                IEnumerable<float> | null,
            [<Optional; DefaultParameterValue("k")>] format: string,
            [<Optional; DefaultParameterValue("")>] label: string
        ) : Figure =
        let values = Numbers.ofSeq "values" values

        let weights =
            match weights with
            | null -> Array.create values.Length 1.0
            | weights -> Array.ofSeq weights

        single (Series.histogram (Style.parse format) label bins weights values)

    /// Figures side by side in one, 6 x 4 inches each.
    static member Subplots([<ParamArray>] figures: Figure[]) : Figure =
        atLeastOne "subplots" figures

        let row =
            [
                for figure in figures do
                    match rowsOf figure with
                    | [ row ] -> yield! row
                    | rows ->
                        Numbers.refuse
                            $"subplots puts figures side by side, and one of them has {rows.Length} rows: \
                            stack last, for example stacked [ subplots [ a; b ]; c ]."
            ]

        Figure { Rows = [ row ]; Width = 6.0 * float row.Length; Height = 4.0 }

    /// Figures on top of each other in one, 3 inches high each, as wide as the widest.
    static member Stacked([<ParamArray>] figures: Figure[]) : Figure =
        atLeastOne "stacked" figures
        let rows = figures |> List.ofArray |> List.collect rowsOf

        Figure
            {
                Rows = rows
                Width = figures |> Array.map _.Sheet.Width |> Array.max
                Height = 3.0 * float rows.Length
            }

/// Figures in scripts: each function returns a figure, so that they chain,
/// `plot xs ys |> label "Time (ms)" "v" |> show`.
/// Numbers come as arrays, lists or any sequence of floats or ints, or as quantities divided by a unit.
/// What has no function here (widths, formats of `vlines`) is an optional argument of the methods of
/// `Figure`: `|> _.VLines(times, format = "k:", width = 1.0)`.
[<AutoOpen>]
module Plotting =

    /// A line through the points (xs[k], ys[k]).
    let plot (xs: #seq<'x>) (ys: #seq<'y>) : Figure = Plots.Line(xs, ys)

    /// A line with a format, "C1--" or ".k", and a name for the legend.
    let plotAs (format: string) (label: string) (xs: #seq<'x>) (ys: #seq<'y>) : Figure =
        Plots.Line(xs, ys, format, label)

    /// A black dot for each spike: `raster (spikes.Times/ms) spikes.Indices`.
    let raster (times: #seq<'t>) (indices: #seq<'i>) : Figure = Plots.Raster(times, indices)

    /// How many values lie in each of `bins` bins of equal width, filled black.
    let hist (values: #seq<'v>) (bins: int) : Figure = Plots.Histogram(values, bins)

    /// The bars of a histogram as numbers, by the same definition as `hist`.
    let histogram (values: #seq<'v>) (bins: int) : Bars =
        let values = Numbers.ofSeq "values" values
        Histogram.count bins (Array.create values.Length 1.0) values

    /// A histogram in which `values[k]` counts `weights[k]` instead of 1.
    let histWeighted (weights: #seq<'w>) (values: #seq<'v>) (bins: int) : Figure =
        Plots.Histogram(values, bins, Numbers.ofSeq "weights" weights)

    /// Draws one figure on top of another, in the same axes: `below |> overlay above`.
    let overlay (above: Figure) (below: Figure) : Figure = below.Overlay above

    /// Dashed lines over the whole height, one at each x.
    let vlines (xs: #seq<'x>) (figure: Figure) : Figure = figure.VLines xs

    /// A dotted line over the whole width at y.
    let inline hline y (figure: Figure) : Figure = figure.HLine(float y)

    /// What the axes show, with the unit: `label "Time (ms)" "v"`.
    let label (x: string) (y: string) (figure: Figure) : Figure = figure.Label(x, y)

    /// A title above the axes.
    let title (text: string) (figure: Figure) : Figure = figure.Title text

    /// Shows the names given to the series.
    let legend (figure: Figure) : Figure = figure.Legend()

    /// The limits of the x axis.
    let inline xlim low high (figure: Figure) : Figure = figure.XLim(float low, float high)

    /// The limits of the y axis.
    let inline ylim low high (figure: Figure) : Figure = figure.YLim(float low, float high)

    /// Width and height in inches of 100 pixels; 6.4 x 4.8 when not said.
    let inline size width height (figure: Figure) : Figure = figure.Size(float width, float height)

    /// Figures side by side in one.
    let subplots (figures: seq<Figure>) : Figure = Plots.Subplots(Array.ofSeq figures)

    /// Figures on top of each other in one.
    let stacked (figures: seq<Figure>) : Figure = Plots.Stacked(Array.ofSeq figures)

    /// Writes a PNG or SVG file, by the extension of the path.
    let save (path: string) (figure: Figure) : unit = figure.Save path

    /// Shows the figure: in the system's viewer, or where the environment variable BRIAN_FIGURES says.
    let show (figure: Figure) : unit = figure.Show()
