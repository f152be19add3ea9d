namespace Brian.Drawing

open System
open Brian
open ScottPlot
open SkiaSharp

/// Lengths: pixels of a figure before scaling, 100 to the inch as in matplotlib.
module internal Length =

    [<Literal>]
    let PixelsPerInch = 100.0

    let pixels (points: float) = float32 (points * PixelsPerInch / 72.0)

/// Many round dots of one colour as few paths: small in an SVG and fast in a PNG.
type internal Dots(xs: float[], ys: float[], diameter: float32, color: Color) =

    member val IsVisible = true with get, set
    member val Axes: IAxes = ScottPlot.Axes.Default with get, set

    interface IPlottable with
        member dots.IsVisible
            with get () = dots.IsVisible
            and set value = dots.IsVisible <- value

        member dots.Axes
            with get () = dots.Axes
            and set value = dots.Axes <- value

        member _.LegendItems = LegendItem.None
        member _.GetAxisLimits() = AxisLimits.NoLimits

        member dots.Render(pack: RenderPack) =
            use paint =
                new SKPaint(
                    Color = color.ToSKColor(),
                    StrokeWidth = diameter,
                    StrokeCap = SKStrokeCap.Round,
                    IsStroke = true,
                    IsAntialias = true
                )

            // Painting time grows with the square of what one path holds.
            for some in Array.chunkBySize 500 (Array.zip xs ys) do
                use path = new SKPath()

                // A line with round ends, too short to be seen as one. (Of length zero it would be left out.)
                for x, y in some do
                    let pixel = dots.Axes.GetPixel(Coordinates(x, y))
                    path.MoveTo(pixel.X, pixel.Y)
                    path.LineTo(pixel.X + 0.01f, pixel.Y)

                pack.Canvas.DrawPath(path, paint)

/// Series as the drawing library's objects.
module internal Marks =

    /// Curves with more points than eight for each of these columns are thinned; a panel is rarely wider.
    let private columns = 1500

    let paint (color: Rgb) =
        Color(color.Red, color.Green, color.Blue)

    let private linePattern (style: Style) =
        // Lengths in line widths.
        let dashes (lengths: float list) =
            let intervals =
                lengths |> List.map (fun length -> Length.pixels (length * style.LineWidth))

            LinePattern(Array.ofList intervals, 0f, "")

        match style.Pattern with
        | NoLine
        | Solid -> LinePattern.Solid
        | Dashed -> dashes [ 3.7; 1.6 ]
        | DashDotted -> dashes [ 6.4; 1.6; 1.0; 1.6 ]
        | Dotted -> dashes [ 1.0; 1.65 ]

    let lineStyle (style: Style) (color: Rgb) : LineStyle =
        let isDrawn = style.Pattern <> NoLine
        let width = if isDrawn then Length.pixels style.LineWidth else 0f
        LineStyle(width, paint color, linePattern style, IsVisible = isDrawn)

    let markerStyle (style: Style) (color: Rgb) : MarkerStyle =
        let shape, relativeSize =
            match style.Marker with
            | NoMarker -> MarkerShape.None, 0.0
            | Point -> MarkerShape.FilledCircle, 0.5
            | Circle -> MarkerShape.FilledCircle, 1.0
            | Square -> MarkerShape.FilledSquare, 1.0
            | Diamond -> MarkerShape.FilledDiamond, 1.0
            | TriangleUp -> MarkerShape.FilledTriangleUp, 1.0
            | TriangleDown -> MarkerShape.FilledTriangleDown, 1.0
            | Cross -> MarkerShape.Eks, 1.0
            | Plus -> MarkerShape.Cross, 1.0
            | Bar -> MarkerShape.VerticalBar, 1.0

        MarkerStyle(shape, Length.pixels (style.MarkerSize * relativeSize), paint color)

    let private addLine (plot: Plot) style color (points: float[] * float[]) =
        if style.Pattern <> NoLine then
            for run in Curves.runs points do
                let xs, ys = Curves.thin columns run
                plot.Add.ScatterLine(xs, ys).LineStyle <- lineStyle style color

    let private addMarkers (plot: Plot) style color (points: float[] * float[]) =
        let xs, ys = Curves.finite points
        let marker = markerStyle style color

        match style.Marker with
        | NoMarker -> ()
        | Point
        | Circle -> plot.Add.Plottable(Dots(xs, ys, marker.Size, marker.FillColor)) |> ignore
        | Square
        | Diamond
        | TriangleUp
        | TriangleDown
        | Cross
        | Plus
        | Bar -> plot.Add.Markers(xs, ys).MarkerStyle <- marker

    /// The outline of a filled histogram, from the foot of the first bar to the foot of the last.
    let private outline (bars: Bars) =
        [|
            Coordinates(bars.Edges[0], 0.0)
            for k, height in Array.indexed bars.Heights do
                Coordinates(bars.Edges[k], height)
                Coordinates(bars.Edges[k + 1], height)
            Coordinates(Array.last bars.Edges, 0.0)
        |]

    let add (plot: Plot) (series: Series) (color: Rgb) : unit =
        match series.Shape with
        | Curve(xs, ys) ->
            addLine plot series.Style color (xs, ys)
            addMarkers plot series.Style color (xs, ys)
        | Verticals xs ->
            for x in xs do
                plot.Add.VerticalLine(x).LineStyle <- lineStyle series.Style color
        | Horizontal y -> plot.Add.HorizontalLine(y).LineStyle <- lineStyle series.Style color
        | Steps bars ->
            let area = plot.Add.Polygon(outline bars)
            area.FillColor <- paint color
            area.LineStyle <- LineStyle.None
