namespace Brian

open System
open System.Globalization

/// Where the axes begin and end and what stands at them: the rules of matplotlib's automatic limits and ticks.
module internal Axes =

    // Loops, not sequences: traces of a million points are ordinary.
    let private nothing = { Low = infinity; High = -infinity }

    let private join (a: Limits) (b: Limits) =
        { Low = min a.Low b.Low; High = max a.High b.High }

    /// The smallest and the largest of the values whose index counts.
    let private extent (counts: int -> bool) (values: float[]) =
        let mutable found = nothing

        for k in 0 .. values.Length - 1 do
            if counts k then
                found <- join found { Low = values[k]; High = values[k] }

        found

    let private finite (values: float[]) =
        extent (fun k -> Double.IsFinite values[k]) values

    let private pairOf (xs: float[]) (ys: float[]) k =
        Double.IsFinite xs[k] && Double.IsFinite ys[k]

    let private xsOf (series: Series) =
        match series.Shape with
        | Curve(xs, ys) -> extent (pairOf xs ys) xs
        | Verticals xs -> finite xs
        | Horizontal _ -> nothing
        | Steps bars -> finite bars.Edges

    let private ysOf (series: Series) =
        match series.Shape with
        | Curve(xs, ys) -> extent (pairOf xs ys) ys
        | Verticals _ -> nothing
        | Horizontal y -> finite [| y |]
        | Steps bars -> join { Low = 0.0; High = 0.0 } (finite bars.Heights)

    let private margin = 0.05

    /// A range that is no range gets some width around its value.
    let private widened (low: float) (high: float) =
        if high - low > 1e-15 * max (abs low) (abs high) then low, high
        elif low = 0.0 && high = 0.0 then -margin, margin
        else low - margin * abs low, high + margin * abs high

    /// 5 % wider than the values on both sides, but not on a side in `sticky` (the foot of a histogram).
    let private around (sticky: float list) (values: Limits) =
        if values = nothing then
            { Low = 0.0; High = 1.0 }
        else
            let low, high = widened values.Low values.High
            let extra = margin * (high - low)
            let isSticky edge = List.contains edge sticky

            {
                Low = (if isSticky low then low else low - extra)
                High = (if isSticky high then high else high + extra)
            }

    let private isHistogram (series: Series) =
        match series.Shape with
        | Steps _ -> true
        | Curve _
        | Verticals _
        | Horizontal _ -> false

    /// The limits of the x axis: those given, else around the data.
    let xLimits (panel: Panel) : Limits =
        match panel.XLimits with
        | Some limits -> limits
        | None -> panel.Series |> List.map xsOf |> List.fold join nothing |> around []

    /// The limits of the y axis: those given, else around the data.
    let yLimits (panel: Panel) : Limits =
        let sticky = if List.exists isHistogram panel.Series then [ 0.0 ] else []

        match panel.YLimits with
        | Some limits -> limits
        | None -> panel.Series |> List.map ysOf |> List.fold join nothing |> around sticky

    // Steps a person counts in. At most nine intervals; at least two ticks must be seen.
    let private niceSteps = [ 1.0; 2.0; 2.5; 5.0; 10.0 ]
    let private largestCount = 9

    let private multiplesWithin (limits: Limits) step =
        let first = Math.Ceiling(limits.Low / step - 1e-10)
        let last = Math.Floor(limits.High / step + 1e-10)
        [| for k in first..last -> k * step |]

    /// The step between ticks and their positions, for limits in rising order.
    let private positions (limits: Limits) =
        let raw = (limits.High - limits.Low) / float largestCount
        let power = Math.Pow(10.0, Math.Floor(Math.Log10 raw))

        let candidates =
            [
                for scale in [ 0.1; 1.0; 10.0 ] do
                    for step in niceSteps -> step * scale * power
            ]
            |> List.distinct

        let smallEnough =
            candidates |> List.filter (fun step -> step < raw * (1.0 - 1e-12)) |> List.rev

        let wideEnough = candidates |> List.find (fun step -> step >= raw * (1.0 - 1e-12))

        wideEnough :: smallEnough
        |> List.map (fun step -> step, multiplesWithin limits step)
        |> List.find (fun (_, ticks) -> ticks.Length >= 2)

    let private withMinusSign (text: string) = text.Replace('-', '\u2212')

    /// Decimals that tell neighbouring ticks apart: 0.25 needs two.
    let private decimals (step: float) =
        Seq.initInfinite id
        |> Seq.find (fun digits -> digits = 15 || abs (Math.Round(step, digits) - step) < 1e-6 * step)

    let private isExtreme largest = largest >= 1e7 || largest < 1e-4

    /// Positions and texts of the ticks. All texts of an axis have the same decimals; very large and very
    /// small numbers are written with a power of ten.
    let ticks (limits: Limits) : (float * string)[] =
        let rising = { Low = min limits.Low limits.High; High = max limits.Low limits.High }

        let step, places = positions rising
        let largest = places |> Array.map abs |> Array.max

        let text: float -> string =
            if isExtreme largest then
                let power = Math.Floor(Math.Log10 largest)
                let mantissa = "F" + string (decimals (step / Math.Pow(10.0, power)))

                fun tick ->
                    let scaled = tick / Math.Pow(10.0, power)

                    if tick = 0.0 then
                        "0"
                    else
                        scaled.ToString(mantissa, CultureInfo.InvariantCulture) + $"e{power}"
            else
                let format = "F" + string (decimals step)
                fun tick -> tick.ToString(format, CultureInfo.InvariantCulture)

        // Adding zero turns a negative zero, which would print as "-0", into a positive one.
        places |> Array.map (fun tick -> tick, withMinusSign (text (tick + 0.0)))
