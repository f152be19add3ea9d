module Brian.Tests.Plots.PlotTests

open System
open Expecto
open FsCheck
open FsCheck.FSharp
open Brian
open Brian.Units

let private panelOf (figure: Figure) =
    figure.Sheet.Rows |> List.concat |> List.exactlyOne

let private seriesOf figure = (panelOf figure).Series

let private colorsOf figure =
    panelOf figure |> Panel.colors |> List.map string

let private raises (expected: string) (action: unit -> 'a) =
    let message =
        try
            action () |> ignore
            "no exception"
        with :? PlotException as e ->
            e.Message

    Expect.equal message expected "message"

let private line = plot [ 0; 1; 2 ] [ 0.0; 1.0; 4.0 ]

let private composition =
    testList
        "composition"
        [
            testCase
                "lines take the colours C0, C1, C2 in turn, and a colour of one's own takes no turn"
                (fun () ->
                    let figure =
                        line |> overlay (plotAs "k" "own" [ 0; 1 ] [ 0; 1 ]) |> overlay line |> overlay line

                    Expect.equal (colorsOf figure) [ "#1f77b4"; "#000000"; "#ff7f0e"; "#2ca02c" ] "colours")

            testCase "the cycle starts again after ten" (fun () ->
                let eleven = List.fold (fun figure _ -> overlay line figure) line [ 1..10 ]
                Expect.equal (List.last (colorsOf eleven)) "#1f77b4" "eleventh")

            testCase
                "spikes are orange, dashed, three points wide; a threshold is green and dotted"
                (fun () ->
                    match line |> vlines [ 16.0; 32.1 ] |> hline 0.8 |> seriesOf with
                    | [ _; spikes; threshold ] ->
                        Expect.equal spikes.Shape (Verticals [| 16.0; 32.1 |]) "spikes"
                        Expect.equal (spikes.Style.Pattern, spikes.Style.LineWidth) (Dashed, 3.0) "dashed"
                        Expect.equal (string spikes.Style.Color.Value) "#ff7f0e" "C1"
                        Expect.equal threshold.Shape (Horizontal 0.8) "threshold"

                        Expect.equal
                            (threshold.Style.Pattern, threshold.Style.LineWidth)
                            (Dotted, 3.0)
                            "dotted"

                        Expect.equal (string threshold.Style.Color.Value) "#2ca02c" "C2"
                    | other -> failtest $"{other}")

            testCase
                "an overlay fills in the labels that are missing and keeps those that are there"
                (fun () ->
                    let above = line |> label "other x" "v" |> xlim 0 50
                    let panel = line |> title "below" |> label "x" "" |> overlay above |> panelOf
                    Expect.equal (panel.Title, panel.XLabel, panel.YLabel) ("below", "x", "v") "texts"
                    Expect.equal panel.XLimits (Some { Low = 0.0; High = 50.0 }) "limits")

            testCase "a figure does not change with the array it was made from" (fun () ->
                let ys = [| 1.0; 2.0 |]
                let figure = plot [ 0; 1 ] ys
                ys[0] <- 99.0
                Expect.equal (seriesOf figure).Head.Shape (Curve([| 0.0; 1.0 |], [| 1.0; 2.0 |])) "points")

            testCase "quantities are drawn once they are divided by a unit" (fun () ->
                let times = [| 16.0; 32.0 |] * ms

                let figure =
                    plot (times / ms) [ 1.0 * mV / mV; 3.0 * mV / mV ] |> hline (20 * mV / (10 * mV))

                match seriesOf figure with
                | [ curve; threshold ] ->
                    Expect.equal curve.Shape (Curve([| 16.0; 32.0 |], [| 1.0; 3.0 |])) "curve"
                    Expect.equal threshold.Shape (Horizontal 2.0) "threshold"
                | other -> failtest $"{other}")

            testCase
                "subplots stand side by side in 6 x 4 inches each, stacked ones on top of each other"
                (fun () ->
                    let pair = subplots [ line; line ]
                    let both = stacked [ pair; line ]
                    Expect.equal (pair.Sheet.Width, pair.Sheet.Height) (12.0, 4.0) "pair"
                    Expect.equal (both.Sheet.Rows |> List.map List.length) [ 2; 1 ] "rows"
                    Expect.equal (both.Sheet.Width, both.Sheet.Height) (12.0, 6.0) "both")

            testCase "a figure prints what it shows" (fun () ->
                let figure =
                    plotAs "C1--" "Analytic" [ 0; 1 ] [ 0; 1 ] |> hline 0.8 |> label "Time (ms)" "v"

                let expected =
                    "figure of 6.4 x 4.8 inches\n"
                    + "  x \"Time (ms)\", y \"v\"\n"
                    + "    2 points, #ff7f0e \"Analytic\"\n"
                    + "    horizontal line at 0.8, #2ca02c"

                Expect.equal (string figure) expected "words")
        ]

let private formats =
    let check (format: string) color pattern marker =
        testCase $"format \"{format}\"" (fun () ->
            let style = Style.parse format

            Expect.equal
                (style.Color |> Option.map string, style.Pattern, style.Marker)
                (color, pattern, marker)
                "style")

    testList
        "formats are those of matplotlib"
        [
            check "" None Solid NoMarker
            check "C1--" (Some "#ff7f0e") Dashed NoMarker
            check "--C1" (Some "#ff7f0e") Dashed NoMarker
            check ".k" (Some "#000000") NoLine Point
            check "o-" None Solid Circle
            check ".-" None Solid Point
            check "-." None DashDotted NoMarker
            check "#1A2b3c:" (Some "#1a2b3c") Dotted NoMarker
            check "rs" (Some "#ff0000") NoLine Square
        ]

let private limits =
    testList
        "limits"
        [
            testCase "five percent of room around the data" (fun () ->
                Expect.equal (Axes.xLimits (panelOf line)) { Low = -0.1; High = 2.1 } "x"
                Expect.equal (Axes.yLimits (panelOf line)) { Low = -0.2; High = 4.2 } "y")

            testCase "spikes widen the x axis and a threshold the y axis, each only its own" (fun () ->
                let panel = line |> vlines [ 12.0 ] |> hline 9.0 |> panelOf
                Expect.floatClose Accuracy.high (Axes.xLimits panel).High 12.6 "x"
                Expect.floatClose Accuracy.high (Axes.yLimits panel).High 9.45 "y")

            testCase "points that are not finite do not count, in either coordinate" (fun () ->
                let panel = plot [ 0.0; 1.0; nan; 100.0 ] [ 0.0; 1.0; 50.0; infinity ] |> panelOf
                Expect.floatClose Accuracy.high (Axes.xLimits panel).High 1.05 "x"
                Expect.floatClose Accuracy.high (Axes.yLimits panel).High 1.05 "y")

            testCase "a histogram stands on its axis" (fun () ->
                Expect.equal (Axes.yLimits (panelOf (hist [ 1; 1; 2 ] 2))) { Low = 0.0; High = 2.1 } "y")

            testCase "a constant gets room too" (fun () ->
                let high, low =
                    Axes.yLimits (panelOf (plot [ 0; 1 ] [ 2; 2 ])),
                    Axes.yLimits (panelOf (plot [ 0; 1 ] [ 0; 0 ]))

                Expect.isTrue (high.Low < 2.0 && high.High > 2.0) "around 2"
                Expect.isTrue (low.Low < 0.0 && low.High > 0.0) "around 0")

            testCase "limits given win" (fun () ->
                let panel = line |> xlim 0 50 |> ylim 1.0 -1.0 |> panelOf
                Expect.equal (Axes.xLimits panel) { Low = 0.0; High = 50.0 } "x"
                Expect.equal (Axes.yLimits panel) { Low = 1.0; High = -1.0 } "y, turned round")
        ]

let private ticks =
    let texts low high =
        Axes.ticks { Low = low; High = high } |> Array.map snd |> String.concat " "

    let check low high expected =
        testCase $"from {low} to {high}" (fun () -> Expect.equal (texts low high) expected "texts")

    testList
        "ticks"
        [
            check -1.495 31.395 "0 5 10 15 20 25 30"
            check -0.0475 0.9975 "0.0 0.2 0.4 0.6 0.8"
            check -0.15 3.15 "0.0 0.5 1.0 1.5 2.0 2.5 3.0"
            check -50.0 1050.0 "0 200 400 600 800 1000"
            check -72.0 -48.0 "\u221270 \u221265 \u221260 \u221255 \u221250"
            check 50.0 0.0 "0 10 20 30 40 50"
            check 0.0 5.1e-9 "0 1e\u22129 2e\u22129 3e\u22129 4e\u22129 5e\u22129"
            check 0.0 4.2e8 "0 0.5e8 1.0e8 1.5e8 2.0e8 2.5e8 3.0e8 3.5e8 4.0e8"

            testProperty "two to ten of them, within the limits, all with different texts"
            <| fun (NormalFloat a) (NormalFloat width) ->
                let width = max (1e-6 * abs a) (abs width)

                (width > 1e-280 && width < 1e280 && abs a < 1e280)
                ==> lazy
                    (let ticks = Axes.ticks { Low = a; High = a + width }
                     let room = 1e-9 * width
                     Expect.isTrue (ticks.Length >= 2 && ticks.Length <= 10) $"{ticks.Length} ticks"
                     Expect.all ticks (fun (x, _) -> x >= a - room && x <= a + width + room) "within"
                     Expect.equal (ticks |> Array.distinctBy snd |> Array.length) ticks.Length "different")
        ]

let private histograms =
    let barsOf figure =
        match (seriesOf figure).Head.Shape with
        | Steps bars -> bars
        | other -> failtest $"{other}"

    /// numpy.histogram's definition, bin by bin.
    let slowly (bins: int) (values: float[]) (edges: float[]) =
        Array.init bins (fun k ->
            let isIn value =
                value >= edges[k] && (value < edges[k + 1] || (k = bins - 1 && value <= edges[k + 1]))

            values |> Array.filter isIn |> Array.length |> float)

    testList
        "histograms"
        [
            testCase
                "bins are equally wide from the smallest to the largest, which belongs to the last"
                (fun () ->
                    let bars = barsOf (hist [ 0; 1; 2; 3; 4; 10 ] 5)
                    Expect.equal bars.Edges [| 0.0; 2.0; 4.0; 6.0; 8.0; 10.0 |] "edges"
                    Expect.equal bars.Heights [| 2.0; 2.0; 1.0; 0.0; 1.0 |] "heights")

            testCase
                "a value just below an edge belongs to the bin below, whatever the division rounds to"
                (fun () ->
                    // The edge is 3*0.1 = 0.30000000000000004.
                    Expect.equal (barsOf (hist [ 0.0; 0.3; 1.0 ] 10)).Heights[2..3] [| 1.0; 0.0 |] "heights")

            testCase "weights add up" (fun () ->
                let bars = barsOf (histWeighted [ 0.5; 0.25; 2.0 ] [ 0.0; 0.1; 1.0 ] 2)
                Expect.equal bars.Heights [| 0.75; 2.0 |] "heights")

            testCase "equal values stand in a bin around them, none between 0 and 1" (fun () ->
                Expect.equal
                    (barsOf (hist [ 3; 3 ] 1))
                    { Edges = [| 2.5; 3.5 |]; Heights = [| 2.0 |] }
                    "equal"

                Expect.equal (barsOf (hist ([]: int list) 2)).Edges [| 0.0; 0.5; 1.0 |] "none")

            testProperty "every value is counted where numpy's definition puts it"
            <| fun (values: NormalFloat list) (PositiveInt bins) ->
                let values = values |> List.map (fun (NormalFloat x) -> x % 1000.0) |> Array.ofList
                let bars = barsOf (hist values bins)
                Expect.equal bars.Heights (slowly bins values bars.Edges) "heights"
        ]

let private curves =
    testList
        "curves"
        [
            testCase "NaN and infinity are gaps" (fun () ->
                let runs =
                    Curves.runs ([| 0.; 1.; 2.; 3.; 4.; 5. |], [| nan; 1.; 2.; infinity; 4.; nan |])

                Expect.equal runs [ [| 1.; 2. |], [| 1.; 2. |]; [| 4. |], [| 4. |] ] "runs")

            testCase "a long trace keeps every spike and its ends" (fun () ->
                let xs = Array.init 100000 float
                let ys = xs |> Array.map (fun x -> if x = 77777.0 then 30.0 else -70.0)
                let thinXs, thinYs = Curves.thin 100 (xs, ys)
                Expect.isLessThanOrEqual thinXs.Length 400 "points"
                Expect.equal thinYs[Array.IndexOf(thinXs, 77777.0)] 30.0 "spike"
                Expect.equal (thinXs[0], Array.last thinXs) (0.0, 99999.0) "ends")

            testCase "a short trace, and one that turns back, stay as they are" (fun () ->
                let circle =
                    Array.init 5000 (fun k -> sin (0.01 * float k)),
                    Array.init 5000 (fun k -> cos (0.01 * float k))

                Expect.equal (Curves.thin 100 circle) circle "circle"

                Expect.equal
                    (Curves.thin 100 ([| 0.; 1. |], [| 0.; 1. |]))
                    ([| 0.; 1. |], [| 0.; 1. |])
                    "short")

            testCase "a legend goes where the curve is not" (fun () ->
                let rising = panelOf (plot [ 0.0..0.01..1.0 ] [ 0.0..0.01..1.0 ])
                let falling = panelOf (plot [ 0.0..0.01..1.0 ] [ 1.0 .. -0.01 .. 0.0 ])
                Expect.equal (Legend.corner (0.3, 0.2) rising) UpperLeft "rising"
                Expect.equal (Legend.corner (0.3, 0.2) falling) UpperRight "falling")
        ]

let private refusals =
    testList
        "refusals"
        [
            testCase "different counts" (fun () ->
                (fun () -> plot [ 1; 2; 3 ] [ 1; 2 ])
                |> raises
                    "xs and ys must be equally many, and there are 3 xs and 2 ys: take both from the same monitor.")

            testCase "nothing to plot" (fun () ->
                let none: float list = []

                (fun () -> plot none none)
                |> raises
                    "nothing to plot: xs and ys are empty; if a monitor recorded them, run the network first.")

            testCase "nothing finite to plot" (fun () ->
                (fun () -> plot [ 0; 1 ] [ nan; infinity ])
                |> raises
                    "nothing to plot: none of the 2 points is finite; look for NaN or infinity in xs and ys.")

            testCase "no figures" (fun () ->
                (fun () -> subplots [])
                |> raises
                    "nothing to plot: subplots got no figures; give it one or more, for example subplots [ a; b ].")

            testCase "quantities with a unit" (fun () ->
                let times = [| 16.0; 32.1 |] * ms

                (fun () -> line |> vlines times)
                |> raises
                    "xs have the unit second, and only plain numbers can be drawn: divide them by a unit, for example xs/ms."

                (fun () -> plot [ 1.0 * metre / second ] [ 1 ])
                |> raises
                    "xs have the unit metre/second, and only plain numbers can be drawn: divide them by a unit, for example xs/(metre/second).")

            testCase "words are not numbers" (fun () ->
                (fun () -> plot [ "a" ] [ 1 ])
                |> raises
                    "xs must be numbers, and one of its elements is String: give an array or list of floats or ints.")

            testCase "a format that is none" (fun () ->
                (fun () -> plotAs "C1?" "" [ 1 ] [ 1 ])
                |> raises
                    "the format \"C1?\" cannot be read at \"?\": write a colour (C0 to C9, k, r, #1f77b4), a line (-, --, -., :) and a marker (. o s D ^ v x + |), for example \"C1--\" or \".k\".")

            testCase "one pair of axes asked of a figure with two" (fun () ->
                (fun () -> subplots [ line; line ] |> label "x" "y")
                |> raises
                    "Label works on one pair of axes, and this figure has 2: use it on each figure before putting them side by side.")

            testCase "a size in pixels" (fun () ->
                (fun () -> line |> size 640 480)
                |> raises
                    "a size of 640 x 480 is out of range: it is in inches of 100 pixels, from 0.5 to 60, for example 6.4 x 4.8.")

            testCase "a legend without labels" (fun () ->
                (fun () -> line |> legend)
                |> raises
                    "nothing to put into a legend: no series has a label; give one, for example plotAs \"C0\" \"Brian\" xs ys.")

            testCase "limits that are equal" (fun () ->
                (fun () -> line |> xlim 1 1)
                |> raises "xlim needs two different finite numbers, not 1 and 1: for example xlim 0 50.")

            testCase "no bins" (fun () ->
                (fun () -> hist [ 1 ] 0) |> raises "a histogram needs 1 bin or more, not 0: for example 100.")

            testCase "a kind of file that is not written" (fun () ->
                (fun () -> line |> save "figure.jpg")
                |> raises "cannot save \"figure.jpg\": the name must end in .png or .svg.")
        ]

let tests =
    testList "plots" [ composition; formats; limits; ticks; histograms; curves; refusals; DrawingTests.tests ]
