namespace Brian

open System

type internal Corner =
    | UpperRight
    | UpperLeft
    | LowerLeft
    | LowerRight

/// Where a legend hides least.
module internal Legend =

    /// The corners in the order in which they are preferred when equally free.
    let private corners = [ UpperRight; UpperLeft; LowerLeft; LowerRight ]

    /// The series a legend lists, with their colours.
    let entries (panel: Panel) : (Series * Rgb) list =
        List.zip panel.Series (Panel.colors panel) |> List.filter (fun (series, _) -> series.Label <> "")

    let private points (series: Series) =
        match series.Shape with
        | Curve(xs, ys) -> Array.zip xs ys
        | Steps bars -> Array.zip bars.Edges[.. bars.Heights.Length - 1] bars.Heights
        | Verticals _
        | Horizontal _ -> [||]

    /// Whether a point, in fractions of the axes from the lower left, lies under a legend of that size.
    let private covers (width: float, height: float) corner (x: float, y: float) =
        let isLeft, isRight = x < width, x > 1.0 - width
        let isLower, isUpper = y < height, y > 1.0 - height

        match corner with
        | UpperRight -> isUpper && isRight
        | UpperLeft -> isUpper && isLeft
        | LowerLeft -> isLower && isLeft
        | LowerRight -> isLower && isRight

    /// The corner where a legend covers the fewest points. `size` is its width and height in fractions of
    /// those of the axes.
    let corner (size: float * float) (panel: Panel) : Corner =
        let x, y = Axes.xLimits panel, Axes.yLimits panel

        let fraction (limits: Limits) value =
            (value - limits.Low) / (limits.High - limits.Low)

        let all = panel.Series |> List.map points |> Array.concat

        let covered corner =
            all
            |> Array.filter (fun (a, b) -> covers size corner (fraction x a, fraction y b))
            |> Array.length

        corners |> List.minBy covered
