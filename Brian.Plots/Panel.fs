namespace Brian

/// The smallest and the largest value on an axis.
[<Struct>]
type internal Limits = { Low: float; High: float }

/// One pair of axes with what is drawn in it. Later series lie on top.
type internal Panel =
    {
        Series: Series list
        XLabel: string
        YLabel: string
        Title: string
        XLimits: Limits option
        YLimits: Limits option
        HasLegend: bool
    }

/// All that a renderer needs to know: panels in rows from the top, each row from the left; size in inches.
type internal Sheet = { Rows: Panel list list; Width: float; Height: float }

module internal Panel =

    let empty =
        {
            Series = []
            XLabel = ""
            YLabel = ""
            Title = ""
            XLimits = None
            YLimits = None
            HasLegend = false
        }

    /// The colour of each series: its own, or the next of the cycle. Own colours do not advance the cycle.
    let colors (panel: Panel) : Rgb list =
        let color next (series: Series) =
            match series.Style.Color with
            | Some color -> color, next
            | None -> Style.cycle[next % Style.cycle.Length], next + 1

        panel.Series |> List.mapFold color 0 |> fst

    let private hasData (series: Series) =
        match series.Shape with
        | Curve(xs, _) -> xs.Length > 0
        | Verticals xs -> xs.Length > 0
        | Horizontal _ -> true
        | Steps bars -> Array.exists ((<>) 0.0) bars.Heights

    /// What is written into the middle of a panel without data. An empty spike train is a result, not a
    /// mistake, and a blank box would look like one.
    let note (panel: Panel) : string option =
        let reason (series: Series) =
            match series.Shape with
            | Curve _ -> Some "no spikes"
            | Steps _ -> Some "no values"
            | Verticals _
            | Horizontal _ -> None

        if List.exists hasData panel.Series then
            None
        else
            List.tryPick reason panel.Series

    /// Both drawn in one pair of axes; where they disagree on a text or a limit, `below` decides.
    let overlay (above: Panel) (below: Panel) : Panel =
        let orElse fallback text = if text = "" then fallback else text

        {
            Series = below.Series @ above.Series
            XLabel = below.XLabel |> orElse above.XLabel
            YLabel = below.YLabel |> orElse above.YLabel
            Title = below.Title |> orElse above.Title
            XLimits = below.XLimits |> Option.orElse above.XLimits
            YLimits = below.YLimits |> Option.orElse above.YLimits
            HasLegend = below.HasLegend || above.HasLegend
        }

/// The description in words: for people at the prompt and for tests.
module internal Sheet =

    let private count number (noun: string) =
        if number = 1 then $"1 {noun}" else $"{number} {noun}s"

    let private describeShape (shape: Shape) =
        match shape with
        | Curve(xs, _) -> count xs.Length "point"
        | Verticals xs -> count xs.Length "vertical line"
        | Horizontal y -> $"horizontal line at {y}"
        | Steps bars -> "histogram of " + count bars.Heights.Length "bin"

    let private describeSeries (color: Rgb) (series: Series) =
        let name = if series.Label = "" then "" else $" \"{series.Label}\""
        $"    {describeShape series.Shape}, {color}{name}"

    let private describePanel (panel: Panel) =
        let heading = $"  x \"{panel.XLabel}\", y \"{panel.YLabel}\""
        heading :: List.map2 describeSeries (Panel.colors panel) panel.Series

    /// A line for the size, one for each panel and one for each of its series.
    let describe (sheet: Sheet) : string =
        $"figure of {sheet.Width} x {sheet.Height} inches"
        :: (sheet.Rows |> List.concat |> List.collect describePanel)
        |> String.concat "\n"
