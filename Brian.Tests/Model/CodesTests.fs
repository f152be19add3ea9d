/// The table of mistakes: complete, true, and the pages made from it up to date.
module Brian.Tests.Model.CodesTests

open System
open System.IO
open System.Text.RegularExpressions
open Expecto
open Brian
open Brian.Tests
open Brian.Tests.Interactive

let private rows = Codes.all

/// Does the first line of a message end with the title of its code? `…` stands for what changes.
let hasTitleOfItsCode (line: string) =
    let parts = Regex.Match(line, @"^(.*) \[(BR\d{4})\]$")

    rows.Value
    |> List.exists (fun row ->
        row.Code = parts.Groups[2].Value
        && Regex.IsMatch(parts.Groups[1].Value, ": " + Regex.Escape(row.Title).Replace("…", ".*") + "$"))

/// The messages in what a script shows.
let messages (shown: string) =
    Regex.Split(shown, @"\n\n(?=\S)") |> List.ofArray

let firstLine (message: string) = message.Split('\n')[0]

/// The codes that the library's sources mention.
let private mentioned =
    lazy
        [
            for file in
                Directory.GetFiles(Golden.path "../Brian.Dsl", "*.fs", SearchOption.AllDirectories)
                |> Array.sort do
                if not (Regex.IsMatch(file, @"[/\\](obj|bin)[/\\]")) then
                    for code in Regex.Matches(File.ReadAllText file, "(?<!`explain )\"(BR\\d{4})\"") ->
                        code.Groups[1].Value
        ]

let private skeleton code =
    $"codes.txt needs a row:\n\n{code} the title of the message, with … for what changes\nwhy\n    Why it is a mistake.\nwrong\n    a wrong model, as typed into a script\nright\n    the right one\n"

/// Both models of every row, as files of their own: messages show the script they are in.
let private shown =
    lazy
        let folder = Directory.CreateTempSubdirectory "brian-codes-"

        let piece (name: string) (script: string) =
            let file =
                Path.Combine(folder.CreateSubdirectory(name.Replace(' ', '-')).FullName, "neurons.fsx")

            File.WriteAllText(file, script + "\n")
            { Name = name; File = file }

        try
            rows.Value
            |> List.collect (fun row ->
                [ piece $"{row.Code} wrong" row.Wrong; piece $"{row.Code} right" row.Right ])
            |> run Codes.given.Value
        finally
            folder.Delete true

let private page (row: Codes.Row) =
    let message =
        messages (shown.Value[$"{row.Code} wrong"])
        |> List.filter (fun message -> (firstLine message).EndsWith $"[{row.Code}]")
        |> String.concat "\n\n"

    $"# {row.Code}: {row.Title}\n\n{row.Why}\n\n## Wrong\n\n```fsharp\n{row.Wrong}\n```\n\n```text\n{message}\n```\n\n"
    + $"## Right\n\n```fsharp\n{row.Right}\n```\n"

let private index () =
    let groups =
        rows.Value
        |> List.groupBy _.Group
        |> List.map (fun (group, rows) ->
            let lines =
                rows |> List.map (fun row -> $"- [{row.Code}]({row.Code}.md): {row.Title}\n")

            $"## {group}\n\n{String.Concat lines}")

    "# Mistakes by their codes\n\nThe first line of a message ends with a code, which stays the same when words change. "
    + "In a script, `explain \"BR0208\"` prints\nits page. Every model here is run when the pages are made, after these lines:\n\n"
    + $"```fsharp\n{Codes.given.Value}\n```\n\n"
    + String.Join("\n", groups)

let private pages = "../docs/errors"

let tests =
    testList
        "Codes"
        [
            test "every code of the library is a row of the table" {
                for code in List.distinct mentioned.Value do
                    Expect.isTrue (rows.Value |> List.exists (fun row -> row.Code = code)) (skeleton code)
            }

            test "every row is used and stands once, in the order of the codes" {
                let codes = rows.Value |> List.map _.Code
                Expect.equal codes (codes |> List.distinct |> List.sort) "order"
                Expect.isEmpty (List.except mentioned.Value codes) "rows that no source mentions"
            }

            test "every wrong model gives its code, and its message the title" {
                for row in rows.Value do
                    let lines = shown.Value[$"{row.Code} wrong"].Split '\n'

                    Expect.isTrue
                        (lines
                         |> Array.exists (fun line ->
                             line.EndsWith($"[{row.Code}]") && hasTitleOfItsCode line))
                        $"""{row.Code}: {row.Title}{"\n"}{String.Join("\n", lines)}"""
            }

            test "every right model is right" {
                for row in rows.Value do
                    Expect.equal shown.Value[$"{row.Code} right"] "" row.Code
            }

            testList
                "Error pages"
                [
                    test "are those of the table" {
                        for row in rows.Value do
                            Golden.check $"{pages}/{row.Code}.md" (page row)

                        Golden.check $"{pages}/README.md" (index ())
                    }
                    test "are no more than those" {
                        let known = "README.md" :: (rows.Value |> List.map (fun row -> row.Code + ".md"))
                        let files = DirectoryInfo(Golden.path pages).GetFiles() |> Array.map _.Name
                        Expect.isEmpty (Seq.except known files) "pages without a row"
                    }
                ]

            test "a script can ask what a code means" {
                Expect.stringContains (Codes.explain "BR0208") "time constant" "by the code"
                Expect.equal (Codes.explain "[BR0208]") (Codes.explain "BR0208") "as the message shows it"
                Expect.stringContains (Codes.explain "BR9999") "no code BR9999" "unknown"
            }
        ]
