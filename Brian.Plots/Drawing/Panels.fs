namespace Brian.Drawing

open Brian
open ScottPlot

/// One panel as a plot of the drawing library, dressed as matplotlib 3 does it.
module internal Panels =

    // Points.
    let private textSize = Length.pixels 10.0
    let private titleSize = Length.pixels 12.0
    let private frameWidth = Length.pixels 0.8
    let private tickLength = Length.pixels 3.5
    let private tickGap = Length.pixels 3.5
    let private labelGap = 3f

    /// Pixels between anything and the rim of its panel.
    let private rim = 8f

    // The drawing library centres a line of text with its descent, which digits and most letters lack.
    let private lineDrop = 0.22f * textSize

    let private setTicks (axis: IAxis) (ticks: (float * string)[]) =
        let generator = TickGenerators.NumericManual()

        for position, text in ticks do
            generator.AddMajor(position, text)

        axis.TickGenerator <- generator
        axis.MajorTickStyle.Length <- tickLength
        axis.MajorTickStyle.Width <- frameWidth
        axis.TickLabelStyle.FontSize <- textSize

    let private setText (label: LabelStyle) text size =
        label.Text <- text
        label.FontSize <- size
        label.Bold <- false

    let private setAxes (plot: Plot) (panel: Panel) =
        plot.DataBackground.Color <- Colors.Transparent
        let x, y = Axes.xLimits panel, Axes.yLimits panel
        plot.Axes.SetLimits(x.Low, x.High, y.Low, y.High)
        plot.HideGrid()
        plot.Axes.FrameWidth frameWidth
        setTicks plot.Axes.Bottom (Axes.ticks x)
        setTicks plot.Axes.Left (Axes.ticks y)
        plot.Axes.Bottom.TickLabelStyle.OffsetY <- tickGap - 2f
        plot.Axes.Bottom.Label.OffsetY <- labelGap
        plot.Axes.Left.Label.OffsetX <- -labelGap
        plot.Axes.Left.TickLabelStyle.OffsetY <- lineDrop
        setText plot.Axes.Bottom.Label panel.XLabel textSize
        setText plot.Axes.Left.Label panel.YLabel textSize
        setText plot.Axes.Title.Label panel.Title titleSize
        plot.Axes.Title.Label.OffsetY <- 5f

    let private addNote (plot: Plot) (panel: Panel) =
        let middle (limits: Limits) = (limits.Low + limits.High) / 2.0

        match Panel.note panel with
        | None -> ()
        | Some note ->
            let text =
                plot.Add.Text(note, middle (Axes.xLimits panel), middle (Axes.yLimits panel))

            text.LabelAlignment <- Alignment.MiddleCenter
            text.LabelFontSize <- titleSize
            text.LabelFontColor <- Color.Gray 128uy

    let private legendItem (series: Series, color: Rgb) =
        let item = LegendItem(LabelText = series.Label)
        item.LabelFontSize <- textSize
        item.LabelOffsetY <- lineDrop

        match series.Shape with
        | Steps _ -> item.FillColor <- Marks.paint color
        | Curve _
        | Verticals _
        | Horizontal _ ->
            item.LineStyle <- Marks.lineStyle series.Style color
            item.MarkerStyle <- Marks.markerStyle series.Style color

        item

    let private alignment corner =
        match corner with
        | UpperRight -> Alignment.UpperRight
        | UpperLeft -> Alignment.UpperLeft
        | LowerLeft -> Alignment.LowerLeft
        | LowerRight -> Alignment.LowerRight

    let private addLegend (plot: Plot) (panel: Panel) (axesWidth: float32, axesHeight: float32) =
        let entries = Legend.entries panel

        // A character is about 0.6 em wide; the sample, its gap and the padding add 4 em.
        let longest =
            entries |> List.map (fun (series, _) -> series.Label.Length) |> List.max

        let width = textSize * (4f + 0.6f * float32 longest)
        let height = textSize * (1f + 1.4f * float32 entries.Length)

        let corner =
            panel |> Legend.corner (float (width / axesWidth), float (height / axesHeight))

        plot.ShowLegend(List.map legendItem entries, alignment corner) |> ignore
        let legend = plot.Legend
        legend.FontSize <- textSize
        legend.SymbolWidth <- 2f * textSize
        legend.SymbolPadding <- 0.6f * textSize
        legend.Padding <- PixelPadding(0.4f * textSize)
        legend.InterItemPadding <- PixelPadding(0.1f * textSize)
        legend.Margin <- PixelPadding(0.5f * textSize)
        legend.ShadowColor <- Colors.Transparent
        legend.OutlineColor <- Color.Gray 204uy
        legend.OutlineWidth <- Length.pixels 0.8
        legend.BackgroundColor <- Colors.White.WithAlpha 0.8

    /// Room around the axes for their ticks and texts: left, right, bottom, top, in pixels.
    type Room = { Left: float32; Right: float32; Bottom: float32; Top: float32 }

    /// A plot with everything but its place.
    let plot (panel: Panel) : Plot =
        let plot = new Plot()

        for series, color in List.zip panel.Series (Panel.colors panel) do
            Marks.add plot series color

        setAxes plot panel
        addNote plot panel
        plot

    /// How far the last label of the x axis reaches over its end, in pixels, in a panel of that width.
    let private overhang (plot: Plot) (panel: Panel) (width: float32) paint =
        let limits = Axes.xLimits panel

        let position, text =
            Axes.ticks limits |> Array.minBy (fun (position, _) -> abs (limits.High - position))

        let inset = abs ((limits.High - position) / (limits.High - limits.Low))
        let axisWidth = 0.85f * width
        plot.Axes.Bottom.TickLabelStyle.Measure(text, paint).Width / 2f - float32 inset * axisWidth

    /// The room the plot's texts take in a panel of that width.
    let room (plot: Plot) (panel: Panel) (width: float32) : Room =
        use paint = Paint.NewDisposablePaint()
        // Ticks exist only after this; with given positions the length does not matter.
        plot.Axes.Bottom.RegenerateTicks(PixelLength 1f, paint)
        plot.Axes.Left.RegenerateTicks(PixelLength 1f, paint)

        {
            Left = plot.Axes.Left.Measure paint + labelGap + rim
            Right = rim + max 4f (overhang plot panel width paint)
            Bottom = plot.Axes.Bottom.Measure paint + labelGap + rim
            Top = rim + plot.Axes.Title.Measure paint
        }

    /// Draws the plot into its area of the canvas.
    let draw (canvas: SkiaSharp.SKCanvas) (area: PixelRect) (room: Room) (plot: Plot) (panel: Panel) : unit =
        plot.Layout.Fixed(PixelPadding(room.Left, room.Right, room.Bottom, room.Top))

        if panel.HasLegend then
            addLegend plot panel (area.Width - room.Left - room.Right, area.Height - room.Top - room.Bottom)

        // Without the actions that paint the whole canvas, which is shared with other panels. The manager's
        // own loop over the actions would clear it too.
        use pack = new RenderPack(plot, area, canvas)

        for action in plot.RenderManager.RenderActions do
            match action with
            | :? Rendering.RenderActions.ClearCanvas
            | :? Rendering.RenderActions.RenderFigureBackground -> ()
            | _ ->
                canvas.Save() |> ignore
                action.Render pack
                canvas.Restore()
