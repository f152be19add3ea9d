/// Pieces of scripts in one real F# Interactive, and what each shows on the screen.
module Brian.Tests.Interactive

open System
open System.Diagnostics
open System.IO
open System.Text

/// A piece of a script: a name of its own, and the file that holds it.
type Piece = { Name: string; File: string }

let private mark = "@@@@ "

/// What F# Interactive adds to every error.
let private stopped = "Stopped due to error"

/// Every piece begins as a new script does: nothing made before it, no notes.
let private input (given: string) (pieces: Piece list) =
    let text = StringBuilder()

    text
        .AppendLine($"#I @\"{AppContext.BaseDirectory}\"")
        .AppendLine("#r \"Brian.Engine.dll\"")
        .AppendLine("#r \"Brian.Dsl.dll\"")
        .AppendLine(given)
        .AppendLine("Brian.Log.Writer <- ignore;;")
    |> ignore

    for piece in pieces do
        text
            .AppendLine($"eprintfn \"\\n{mark}{piece.Name}\"")
            .AppendLine("startScope ()")
            .AppendLine("defaultClock.dt <- 0.1*ms")
            .AppendLine($"# 1 @\"{piece.File}\"")
            .AppendLine(File.ReadAllText piece.File)
            .AppendLine(";;")
        |> ignore

    text.ToString()

/// What each piece shows, by its name; "" where it runs without a word. One process evaluates all of them, each as if
/// typed, so that an error in one does not stop the next.
let run (given: string) (pieces: Piece list) : Map<string, string> =
    let utf8 = UTF8Encoding false

    let start =
        ProcessStartInfo(
            "dotnet",
            [ "fsi"; "--quiet"; "--nologo"; "--nowarn:20,3391" ],
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardErrorEncoding = utf8
        )

    match Process.Start start with
    | null -> failwith "dotnet does not start"
    | child ->
        use child = child
        let shown = child.StandardError.ReadToEndAsync()
        let printed = child.StandardOutput.ReadToEndAsync()
        child.StandardInput.Write(input given pieces)
        child.StandardInput.Close()
        child.WaitForExit()
        printed.Wait()

        /// Paths of this machine are of no interest.
        let withoutFolders (text: string) =
            pieces
            |> List.map (fun piece ->
                piece.File.Substring(0, piece.File.Length - FileInfo(piece.File).Name.Length))
            |> List.distinct
            |> List.fold (fun (text: string) folder -> text.Replace(folder, "")) text

        shown.Result.ReplaceLineEndings("\n").Split mark
        |> Array.skip 1
        |> Array.map (fun part ->
            let lines = part.Split '\n' |> List.ofArray
            let text = lines.Tail |> List.filter ((<>) stopped) |> String.concat "\n"
            lines.Head, withoutFolders (text.Trim()))
        |> Map.ofArray
