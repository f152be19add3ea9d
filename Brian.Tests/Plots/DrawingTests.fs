module Brian.Tests.Plots.DrawingTests

open System
open System.Buffers.Binary
open System.IO
open System.IO.Compression
open Expecto
open Brian

let private line = plot [ 0; 1; 2 ] [ 0.0; 1.0; 4.0 ]

/// Width, height and a reader of pixels of an unfiltered PNG.
let private readPng (bytes: byte[]) =
    let number at =
        BinaryPrimitives.ReadInt32BigEndian(ReadOnlySpan(bytes, at, 4))

    let rec chunks at =
        [
            if at < bytes.Length then
                let length = number at
                Text.Encoding.ASCII.GetString(bytes, at + 4, 4), bytes[at + 8 .. at + 7 + length]
                yield! chunks (at + 12 + length)
        ]

    let width, height, channels =
        number 16, number 20, (if bytes[25] = 2uy then 3 else 4)

    let packed =
        chunks 8 |> List.filter (fun (name, _) -> name = "IDAT") |> List.map snd |> Array.concat

    use unpacked = new MemoryStream()
    (new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress)).CopyTo unpacked
    let data = unpacked.ToArray()

    let pixel x y =
        let at = y * (1 + width * channels) + 1 + x * channels
        data[at], data[at + 1], data[at + 2]

    width, height, pixel

let private inFolder (test: string -> unit) =
    let folder = Directory.CreateTempSubdirectory("brian-tests-").FullName

    try
        test folder
    finally
        Directory.Delete(folder, true)

let private filesIn folder =
    Directory.GetFiles folder |> Array.map (fun path -> string (Path.GetFileName path)) |> Array.sort

let private drawing =
    let spikes =
        raster [ 1.0; 2.0; 3.0 ] [ 0; 1; 2 ] |> label "Time (ms)" "Neuron index"

    let hasInk (left, right) (bytes: byte[]) =
        let _, height, pixel = readPng bytes

        Seq.allPairs (seq { left .. right - 1 }) (seq { 0 .. height - 1 })
        |> Seq.exists (fun (x, y) -> pixel x y <> (255uy, 255uy, 255uy))

    testList
        "drawing"
        [
            testCase "a PNG has two pixels for each of the 100 per inch" (fun () ->
                let width, height, _ = readPng (line.ToPng())
                Expect.equal (width, height) (1280, 960) "pixels")

            testCase "a line is drawn in its colour on white" (fun () ->
                let width, height, pixel = readPng ((line |> hline 2.0).ToPng())

                let colors =
                    set
                        [
                            for x in 0..4 .. width - 1 do
                                for y in 0 .. height - 1 -> pixel x y
                        ]

                Expect.isTrue (colors.Contains(0x1fuy, 0x77uy, 0xb4uy)) "C0"
                Expect.isTrue (colors.Contains(0x2cuy, 0xa0uy, 0x2cuy)) "C2"
                Expect.equal (pixel 0 0) (255uy, 255uy, 255uy) "corner")

            testCase "every panel of a figure is drawn" (fun () ->
                let png = (subplots [ spikes; line ]).ToPng()
                Expect.isTrue (hasInk (0, 1200) png) "left"
                Expect.isTrue (hasInk (1200, 2400) png) "right")

            testCase "an SVG holds the labels as text, in any alphabet" (fun () ->
                let figure =
                    plotAs "C0" "a & b" [ 0; 1 ] [ 0; 1 ] |> title "τ = 10 ms" |> label "Time (ms)" "V (µV)"

                let svg = (figure |> legend).ToSvg()

                for text in
                    [ ">τ = 10 ms<"; ">Time (ms)<"; ">V (µV)<"; ">a &amp; b<"; "viewBox=\"0 0 640 480\"" ] do
                    Expect.stringContains svg text "text")

            testCase "no spikes and no values are said in the axes" (fun () ->
                let noTimes, noIndices: float list * int list = [], []

                Expect.stringContains
                    ((raster noTimes noIndices |> xlim 0 50).ToSvg())
                    ">no spikes<"
                    "raster"

                Expect.stringContains ((hist noTimes 10).ToSvg()) ">no values<" "histogram"
                Expect.isFalse (spikes.ToSvg().Contains "no spikes") "spikes")

            testCase "the same figure is the same bytes" (fun () ->
                let figure = subplots [ spikes; line |> vlines [ 0.5 ] ]
                Expect.equal (figure.ToPng()) (figure.ToPng()) "PNG"
                Expect.equal (figure.ToSvg()) (figure.ToSvg()) "SVG")

            testCase "files are written by their extension, folders made" (fun () ->
                inFolder (fun folder ->
                    let path name = Path.Combine(folder, "deeper", name)
                    line.Save(path "a.png", path "a.SVG")
                    Expect.equal (File.ReadAllBytes(path "a.png")) (line.ToPng()) "PNG"
                    Expect.equal (File.ReadAllText(path "a.SVG")) (line.ToSvg()) "SVG"))
        ]

let private showing =
    let withFigures value action =
        let before = Environment.GetEnvironmentVariable "BRIAN_FIGURES"
        Environment.SetEnvironmentVariable("BRIAN_FIGURES", value)

        try
            action ()
        finally
            Environment.SetEnvironmentVariable("BRIAN_FIGURES", before)

    testSequenced
    <| testList
        "showing"
        [
            testCase "into a folder, numbered in order, as PNG and SVG" (fun () ->
                inFolder (fun folder ->
                    withFigures (Path.Combine(folder, "figures")) (fun () ->
                        show line
                        show line)

                    let names = filesIn (Path.Combine(folder, "figures"))
                    let number (name: string) = int name[7..8]

                    Expect.equal
                        (names |> Array.map Path.GetExtension)
                        [| ".png"; ".svg"; ".png"; ".svg" |]
                        "files"

                    Expect.equal (number names[2]) (number names[0] + 1) "numbers"))

            testCase "nowhere" (fun () -> withFigures "none" (fun () -> show line))
        ]

let tests = testList "on paper" [ drawing; showing ]
