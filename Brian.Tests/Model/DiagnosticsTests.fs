/// Every message of the checker and the API as F# Interactive shows it, in one reviewed file. The wrong models are the
/// scripts in Model/wrong, one mistake or one group of mistakes each.
module Brian.Tests.Model.DiagnosticsTests

open System
open System.IO
open System.Text
open System.Text.RegularExpressions
open Expecto
open Brian
open Brian.Tests
open Brian.Tests.Interactive

let private folder = Golden.path (Path.Combine("Model", "wrong"))

/// By the order of their names.
let private pieces =
    lazy
        [
            for file in Directory.GetFiles(folder, "*.fsx", SearchOption.AllDirectories) |> Array.sort ->
                { Name = Path.GetRelativePath(folder, file).Replace('\\', '/'); File = file }
        ]

let private shown = lazy (run Codes.given.Value pieces.Value)

let private indent (text: string) =
    text.Split '\n' |> Array.map (fun line -> ("    " + line).TrimEnd()) |> String.concat "\n"

/// The script without the line that says what it is about.
let private split (file: string) =
    let lines = File.ReadAllText(file).TrimEnd().Split('\n', 2)
    lines[0].TrimStart('/', ' '), lines[1]

let private report () =
    let out = StringBuilder()

    for section, members in pieces.Value |> List.groupBy (fun piece -> piece.Name.Split('/')[0]) do
        out.Append($"# {section}\n\n") |> ignore

        for piece in members do
            let title, script = split piece.File

            out.Append($"## {title}\n\n{indent script}\n\n{indent shown.Value[piece.Name]}\n\n") |> ignore

    out.ToString()

let private each check =
    for piece in pieces.Value do
        check piece.Name shown.Value[piece.Name]

/// What stands above the carets.
let private marked (line: string) (carets: string) =
    let first = carets.IndexOf '^'

    seq { 0 .. line.Length }
    |> Seq.tryFind (fun length -> Columns.width (line.Substring(0, length)) >= first)
    |> Option.map line.Substring
    |> Option.defaultValue ""

let tests =
    testList
        "Messages"
        [
            test "every message is the reviewed one" {
                Golden.check (Path.Combine("Model", "diagnostics.expected")) (report ())
            }

            test "every wrong model is refused with diagnostics" {
                each (fun name text ->
                    for message in CodesTests.messages text do
                        Expect.isMatch (CodesTests.firstLine message) @": .* \[BR\d{4}\]$" name)
            }

            test "every message names a way out" {
                each (fun name text ->
                    for message in CodesTests.messages text do
                        Expect.stringContains message "\n  try       " name)
            }

            test "no message comes twice" {
                each (fun name text ->
                    let messages = CodesTests.messages text
                    Expect.equal (List.distinct messages).Length messages.Length name)
            }

            test "every message has the title of its code" {
                each (fun name text ->
                    for title in Regex.Matches(text, @"^\S.*\[BR\d{4}\]$", RegexOptions.Multiline) do
                        Expect.isTrue (CodesTests.hasTitleOfItsCode title.Value) $"{name}: {title.Value}")
            }

            test "every place is where the marked text stands in the script" {
                let mutable places = 0

                for piece in pieces.Value do
                    let script = File.ReadAllLines piece.File

                    for message in CodesTests.messages shown.Value[piece.Name] do
                        let place = Regex.Match(message, @"^\S+\((\d+),(\d+)\), ")

                        match message.Split '\n' with
                        | [||]
                        | [| _ |]
                        | [| _; _ |] -> ()
                        | lines when place.Success ->
                            let line = script[int place.Groups[1].Value - 1]
                            let typed = line.Substring(int place.Groups[2].Value - 1)

                            match marked lines[1] lines[2] with
                            | "" -> ()
                            | marked ->
                                places <- places + 1
                                Expect.equal typed[0] marked[0] $"{piece.Name}: {lines[0]}"
                        | _ -> ()

                Expect.isGreaterThan places 150 "places seen"
            }

            test "of equal texts the one of the argument at hand is meant" {
                let places (name: string) =
                    [
                        for place in Regex.Matches(shown.Value[name], @"\(\d+,(\d+)\), (\w+)") ->
                            place.Groups[2].Value, int place.Groups[1].Value
                    ]

                Expect.equal
                    (places "practice/equal-texts.fsx")
                    [ "threshold", 34; "reset", 49; "refractoryTime", 71 ]
                    "columns"
            }

            test "no message holds the frames of a stack trace or the name of an exception" {
                each (fun name text ->
                    for found in [ "   at "; "Exception"; "FSharp"; "System." ] do
                        Expect.isFalse (text.Contains(found, StringComparison.Ordinal)) $"{name}: {found}")
            }

            test "an unknown place is counted as the message shows the line" {
                let tau = 10 * Units.ms

                let mistake =
                    Sessions.mistakeOf (fun () -> Equations($"dv/dt = (1 - v)/{tau} + 1*mV : 1", "", 0))

                Expect.equal (mistake.Line, mistake.Column) (1, 25) "line and column"
                Expect.equal (mistake.ScriptLine, mistake.ScriptColumn) (0, 0) "of no script"
            }
        ]
