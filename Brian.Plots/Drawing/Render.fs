namespace Brian.Drawing

open System
open System.IO
open System.Security.Cryptography
open System.Text.RegularExpressions
open Brian
open ScottPlot
open SkiaSharp

/// Sheets to PNG and SVG.
module internal Render =

    /// How many pixels of a PNG one logical pixel becomes, so that a figure is crisp on a slide.
    [<Literal>]
    let private PngScale = 2

    let private pixelSize (sheet: Sheet) =
        int (round (sheet.Width * Length.PixelsPerInch)), int (round (sheet.Height * Length.PixelsPerInch))

    /// The same room for all panels of a sheet, so that their axes line up.
    let private common (rooms: Panels.Room list) : Panels.Room =
        let widest (side: Panels.Room -> float32) =
            rooms |> List.map side |> List.max |> ceil

        {
            Left = widest _.Left
            Right = widest _.Right
            Bottom = widest _.Bottom
            Top = widest _.Top
        }

    /// The area of the k-th of n panels along a line of that length, on whole pixels.
    let private share (length: int) n k =
        float32 (length * k / n), float32 (length * (k + 1) / n)

    let private draw (canvas: SKCanvas) (sheet: Sheet) =
        Typeface.ensure ()
        canvas.Clear SKColors.White
        let width, height = pixelSize sheet

        let placed =
            [
                for r, row in List.indexed sheet.Rows do
                    let top, bottom = share height sheet.Rows.Length r

                    for c, panel in List.indexed row do
                        let left, right = share width row.Length c
                        PixelRect(left, right, bottom, top), panel, Panels.plot panel
            ]

        let room =
            placed |> List.map (fun (area, panel, plot) -> Panels.room plot panel area.Width) |> common

        for area, panel, plot in placed do
            Panels.draw canvas area room plot panel
            plot.Dispose()

    // Filters are for photographs: without them line art packs as well, in half the time.
    let private pngOptions = SKPngEncoderOptions(SKPngEncoderFilterFlags.None, 4)

    /// The bytes of a PNG file.
    let png (sheet: Sheet) : byte[] =
        let width, height = pixelSize sheet

        let info =
            SKImageInfo(width * PngScale, height * PngScale, SKColorType.Rgba8888, SKAlphaType.Opaque)

        use surface = SKSurface.Create info
        surface.Canvas.Scale(float32 PngScale)
        draw surface.Canvas sheet
        use stream = new MemoryStream()
        surface.PeekPixels().Encode(stream, pngOptions) |> ignore
        stream.ToArray()

    let private replace (pattern: string) (replacement: string) (text: string) =
        Regex.Replace(text, pattern, replacement)

    /// Skia numbers clipping paths through the whole process. Here they are numbered through the file, so that
    /// the same figure is the same text, and named after its content, so that several fit into one page.
    let private renameClips (text: string) =
        let found = Regex.Matches(text, "clipPath id=\"(cl_[0-9a-f]+)\"")

        let rename prefix (text: string) =
            let names =
                dict [ for k, m in Seq.indexed found -> m.Groups[1].Value, $"{prefix}{k}" ]

            Regex.Replace(text, "(?<=id=\"|url\\(#)cl_[0-9a-f]+", fun m -> names[m.Value])

        let content = Text.Encoding.UTF8.GetBytes(rename "" text)
        let hash = Convert.ToHexStringLower(SHA256.HashData content).Substring(0, 8)
        rename $"clip-{hash}-" text

    /// The text of an SVG file. Text stays text; where the typeface is missing a similar one is taken.
    let svg (sheet: Sheet) : string =
        let width, height = pixelSize sheet
        use stream = new MemoryStream()

        do
            use canvas =
                SKSvgCanvas.Create(SKRect(0f, 0f, float32 width, float32 height), stream)

            draw canvas sheet

        Text.Encoding.UTF8.GetString(stream.ToArray())
        |> replace "(<svg [^>]*)>" $"$1 viewBox=\"0 0 {width} {height}\">"
        |> replace $"font-family=\"{Typeface.Name}\"" $"font-family=\"{Typeface.Name}, Verdana, sans-serif\""
        |> replace @">\s+([^<>]*?)\s+</text>" ">$1</text>"
        |> renameClips
