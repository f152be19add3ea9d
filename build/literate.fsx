/// Literate scripts: an F# script with prose between its listings becomes a page that shows, for each listing, what it
/// printed and what it drew.
///
/// Prose stands in comments that open with `(**`, written in a little Markdown: `#` headings, paragraphs, `code`, *words*.
/// `(*** hide ***)` keeps the code that follows, up to the next prose, off the page.
module Literate

open System
open System.Collections.Generic
open System.Diagnostics
open System.IO
open System.Net
open System.Text
open System.Text.RegularExpressions

type Chunk =
    | Prose of string
    | Code of lines: string[] * firstLine: int * hidden: bool

/// What a listing did when it ran.
type Outcome =
    {
        Printed: string
        Notes: string
        Figures: int list
    }

/// Splits a script into prose and code.
let split (lines: string[]) =
    let chunks = ResizeArray<Chunk>()
    let code = ResizeArray<string>()
    let mutable hidden = false
    let mutable first = 1

    let flush next =
        if code.Exists(fun line -> line.Trim() <> "") then
            chunks.Add(Code(code.ToArray(), first, hidden))

        code.Clear()
        first <- next

    let mutable k = 0

    while k < lines.Length do
        match lines[k].Trim() with
        | "(*** hide ***)" ->
            flush (k + 2)
            hidden <- true
        | "(**" ->
            let close = Array.FindIndex(lines, k, fun line -> line.Trim() = "*)")
            flush (close + 2)
            chunks.Add(Prose(String.Join('\n', lines[k + 1 .. close - 1])))
            hidden <- false
            k <- close
        | _ -> code.Add lines[k]

        k <- k + 1

    flush 0
    chunks.ToArray()

/// A line that no script prints by itself, followed by the number of a listing and the number of figures so far.
let private mark = "\u0002listing "

/// The script with a mark printed before each listing. Line directives keep messages pointing into the original.
let private instrument (path: string) (figures: string) (chunks: Chunk[]) =
    let folder = Path.GetDirectoryName path
    let out = StringBuilder()

    let absolute (line: string) =
        Regex.Replace(
            line,
            "^#load \"([^/\"][^\"]*)\"",
            fun m -> $"#load @\"{Path.Combine(folder, m.Groups[1].Value)}\""
        )

    for index, chunk in Array.indexed chunks do
        match chunk with
        | Prose _ -> ()
        | Code(lines, first, _) ->
            let count = $"System.IO.Directory.GetFiles(@\"{figures}\", \"figure-*.png\").Length"
            let text = $"\"\\u0002listing %%d %%d\" {index} ({count})"

            if index > 0 then
                out.AppendLine($"printfn {text}").AppendLine($"eprintfn {text}") |> ignore

            out.AppendLine $"# {first} @\"{path}\"" |> ignore

            for line in lines do
                out.AppendLine(absolute line) |> ignore

    out.ToString()

/// Runs the marked script; what it prints is shown as it comes and returned by listing.
let private run (script: string) (environment: (string * string) list) =
    let printed = Dictionary<int, StringBuilder>()
    let notes = Dictionary<int, StringBuilder>()
    let figures = Dictionary<int, int>()

    let start = ProcessStartInfo("dotnet", [ "fsi"; "--exec"; script ])
    start.RedirectStandardOutput <- true
    start.RedirectStandardError <- true

    for name, value in environment do
        start.Environment[name] <- value

    use fsi = Process.Start start

    let reader (target: Dictionary<int, StringBuilder>) (echo: TextWriter) =
        let mutable listing = 0

        DataReceivedEventHandler(fun _ received ->
            match received.Data with
            | null -> ()
            | line when line.StartsWith mark ->
                let numbers = line.Substring(mark.Length).Split ' ' |> Array.map int
                listing <- numbers[0]
                lock figures (fun () -> figures[listing] <- numbers[1])
            | line ->
                echo.WriteLine line

                if not (target.ContainsKey listing) then
                    target[listing] <- StringBuilder()

                target[listing].AppendLine line |> ignore)

    fsi.OutputDataReceived.AddHandler(reader printed Console.Out)
    fsi.ErrorDataReceived.AddHandler(reader notes Console.Error)
    fsi.BeginOutputReadLine()
    fsi.BeginErrorReadLine()
    fsi.WaitForExit()

    let text (source: Dictionary<int, StringBuilder>) listing =
        match source.TryGetValue listing with
        | true, found -> found.ToString().TrimEnd()
        | _ -> ""

    let figuresBefore listing =
        match figures.TryGetValue listing with
        | true, count -> ValueSome count
        | _ -> ValueNone

    struct (fsi.ExitCode, text printed, text notes, figuresBefore)

let private escape (text: string) = WebUtility.HtmlEncode text

/// `code`, *emphasis* and an em dash, after escaping.
let private inlineMarkup (text: string) =
    let coded = Regex.Replace(escape text, "`([^`]+)`", "<code>$1</code>")
    Regex.Replace(coded, @"(?<![\w*])\*([^*\s][^*]*)\*(?!\w)", "<em>$1</em>")

let private anchor (heading: string) =
    Regex.Replace(heading.ToLowerInvariant(), "[^a-z0-9]+", "-").Trim '-'

let private proseToHtml (prose: string) =
    let block (text: string) =
        let text = text.Trim()

        if text.StartsWith "## " then
            let heading = text.Substring 3
            $"<h2 id=\"{anchor heading}\">{inlineMarkup heading}</h2>"
        elif text.StartsWith "# " then
            $"<h1>{inlineMarkup (text.Substring 2)}</h1>"
        else
            $"<p>{inlineMarkup text}</p>"

    Regex.Split(prose.Trim(), @"\n\s*\n") |> Array.map block |> String.concat "\n"

let private keywords =
    "let|open|if|then|else|elif|match|with|for|in|do|fun|type|module|try|new|use|member|and|or|not|rec|mutable"

/// F# with its strings, comments, keywords and numbers marked.
let private highlight (code: string) =
    let pattern =
        "(?<string>\\$*\"\"\"[\\s\\S]*?\"\"\"|\\$?\"(?:[^\"\\\\]|\\\\.)*\")|(?<comment>//[^\\n]*)|(?<directive>^#\\w+)"
        + $"|(?<keyword>\\b(?:{keywords})\\b)|(?<number>\\b\\d[\\d_]*(?:\\.\\d*)?(?:e[+-]?\\d+)?\\b)"

    let out = StringBuilder()
    let mutable at = 0

    for found in Regex.Matches(code, pattern, RegexOptions.Multiline) do
        out.Append(escape (code.Substring(at, found.Index - at))) |> ignore

        let kind =
            [ "string"; "comment"; "directive"; "keyword"; "number" ]
            |> List.find (fun name -> found.Groups[name].Success)

        out.Append($"<span class=\"{kind}\">{escape found.Value}</span>") |> ignore
        at <- found.Index + found.Length

    out.Append(escape (code.Substring at)).ToString()

let private figureToHtml (folder: string) number =
    let svg = File.ReadAllBytes(Path.Combine(folder, $"figure-{number:D2}.svg"))

    let size =
        Regex.Match(Encoding.UTF8.GetString(svg, 0, min svg.Length 400), "width=\"(\\d+)\" height=\"(\\d+)\"")

    let wide =
        if int size.Groups[1].Value > 800 then
            " class=\"wide\""
        else
            ""

    let data = Convert.ToBase64String svg
    $"<figure{wide}><img alt=\"Figure {number}\" width=\"{size.Groups[1].Value}\" height=\"{size.Groups[2].Value}\" src=\"data:image/svg+xml;base64,{data}\"></figure>"

let private chunkToHtml folder (outcomes: Map<int, Outcome>) (index, chunk) =
    match chunk with
    | Prose text -> proseToHtml text
    | Code(lines, _, hidden) ->
        let code = String.Join('\n', lines).Trim('\n', ' ')
        let outcome = outcomes[index]

        [
            if not hidden then
                $"<pre class=\"code\"><code>{highlight code}</code></pre>"

            if outcome.Notes <> "" then
                $"<pre class=\"note\">{escape outcome.Notes}</pre>"

            if outcome.Printed <> "" then
                $"<pre class=\"output\">{escape outcome.Printed}</pre>"

            for number in outcome.Figures do
                figureToHtml folder number
        ]
        |> String.concat "\n"

let private page (title: string) (style: string) (body: string) (contents: string) =
    $"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape title}</title>
<style>
{style}
</style>
</head>
<body>
<nav>{contents}</nav>
<main>
{body}
</main>
</body>
</html>
"""

/// Runs a literate script and writes `index.html` with its figures into a folder. Returns the exit code of the script.
let weave (script: string) (folder: string) (style: string) =
    if Directory.Exists folder then
        Directory.Delete(folder, true)

    Directory.CreateDirectory folder |> ignore
    let chunks = split (File.ReadAllLines script)
    let woven = Path.Combine(folder, "woven.fsx")
    File.WriteAllText(woven, instrument script folder chunks)

    let environment =
        [
            "BRIAN_FIGURES", folder
            "BRIAN_RESULTS", Path.Combine(folder, "results.json")
        ]

    let struct (exitCode, printed, notes, figuresBefore) = run woven environment
    File.Delete woven

    if exitCode = 0 then
        let all = Directory.GetFiles(folder, "figure-*.png").Length

        let listings =
            [
                for index, chunk in Array.indexed chunks do
                    match chunk with
                    | Code _ -> index
                    | Prose _ -> ()
            ]

        let first = List.head listings

        let before listing =
            figuresBefore listing
            |> ValueOption.defaultValue (if listing = first then 0 else all)

        let outcomes =
            List.zip listings (List.tail listings @ [ Int32.MaxValue ])
            |> List.map (fun (listing, next) ->
                listing,
                {
                    Printed = printed listing
                    Notes = notes listing
                    Figures = [ before listing + 1 .. before next ]
                })
            |> Map.ofList

        let headings =
            [
                for chunk in chunks do
                    match chunk with
                    | Prose text ->
                        for found in Regex.Matches(text, "^## (.+)$", RegexOptions.Multiline) do
                            let heading = found.Groups[1].Value.Trim()
                            $"<a href=\"#{anchor heading}\">{inlineMarkup heading}</a>"
                    | Code _ -> ()
            ]

        let title =
            chunks
            |> Array.pick (fun chunk ->
                match chunk with
                | Prose text when text.TrimStart().StartsWith "# " ->
                    let heading = text.Trim().Split('\n')[0]
                    Some(heading.Substring 2)
                | _ -> None)

        let body =
            chunks
            |> Array.indexed
            |> Array.map (chunkToHtml folder outcomes)
            |> String.concat "\n"

        File.WriteAllText(
            Path.Combine(folder, "index.html"),
            page title style body (String.concat "\n" headings)
        )

    exitCode
