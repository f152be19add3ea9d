namespace Brian

open System

/// The shape of a series, in data coordinates.
type internal Shape =
    /// Points joined by a line, or marked, or both; NaN and infinity are gaps.
    | Curve of xs: float[] * ys: float[]
    /// Lines over the whole height, one at each x.
    | Verticals of xs: float[]
    /// A line over the whole width.
    | Horizontal of y: float
    /// A filled histogram.
    | Steps of Bars

/// One thing drawn; the label is what a legend calls it, "" to leave it out.
type internal Series = { Shape: Shape; Style: Style; Label: string }

/// Series out of numbers that fit together.
module internal Series =

    let private sameLength (nameA: string) (a: float[]) (nameB: string) (b: float[]) =
        if a.Length <> b.Length then
            Numbers.refuse
                $"{nameA} and {nameB} must be equally many, and there are {a.Length} {nameA} and {b.Length} {nameB}: \
                  take both from the same monitor."

    /// A line. It must have a point to draw.
    let line (style: Style) (label: string) (xs: float[]) (ys: float[]) : Series =
        sameLength "xs" xs "ys" ys

        if xs.Length = 0 then
            Numbers.refuse
                "nothing to plot: xs and ys are empty; if a monitor recorded them, run the network first."

        if not (Array.exists2 (fun x y -> Double.IsFinite x && Double.IsFinite y) xs ys) then
            Numbers.refuse
                $"nothing to plot: none of the {xs.Length} points is finite; look for NaN or infinity in xs and ys."

        { Shape = Curve(xs, ys); Style = style; Label = label }

    /// Points that may be none.
    let raster (style: Style) (label: string) (times: float[]) (indices: float[]) : Series =
        sameLength "times" times "indices" indices

        { Shape = Curve(times, indices); Style = style; Label = label }

    /// A histogram of values that may be none.
    let histogram (style: Style) (label: string) (bins: int) (weights: float[]) (values: float[]) : Series =
        sameLength "weights" weights "values" values

        if bins < 1 then
            Numbers.refuse $"a histogram needs 1 bin or more, not {bins}: for example 100."

        { Shape = Steps(Histogram.count bins weights values); Style = style; Label = label }
