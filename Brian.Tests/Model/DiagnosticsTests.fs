/// Every message of the checker and the API, in one reviewed file.
module Brian.Tests.Model.DiagnosticsTests

open System.IO
open System.Text
open Expecto
open Brian
open Brian.Tests
open Brian.Tests.Sessions
open Brian.Tests.Model.WrongModels

let private all = WrongModels.all @ WrongFunctions.all

let private messageOf (wrong: Wrong) =
    Session.Isolated(fun () ->
        try
            wrong.Do()
            "(nothing is refused)"
        with
        | :? ModelException as error -> error.Message
        | other -> $"({other.GetType().Name}) {other.Message}")

let private indent (text: string) =
    text.Split '\n' |> Array.map (fun line -> ("    " + line).TrimEnd()) |> String.concat "\n"

let private report () =
    let out = StringBuilder()

    for section, models in all do
        out.Append($"# {section}\n\n") |> ignore

        for wrong in models do
            out.Append($"## {wrong.Title}\n\n{indent wrong.Written}\n\n{indent (messageOf wrong)}\n\n")
            |> ignore

    out.ToString()

let private each check =
    for section, models in all do
        for wrong in models do
            check $"{section}, {wrong.Title}" wrong

let tests =
    testList
        "Messages"
        [
            testAlone "every message is the reviewed one" (fun () ->
                Golden.check (Path.Combine("Model", "diagnostics.expected")) (report ()))

            testAlone "every wrong model is refused with diagnostics" (fun () ->
                each (fun title wrong ->
                    Expect.isNonEmpty (Session.Isolated(fun () -> mistakesOf wrong.Do)) title))

            testAlone "no message comes twice" (fun () ->
                each (fun title wrong ->
                    let messages = Session.Isolated(fun () -> mistakesOf wrong.Do) |> List.map string
                    Expect.equal (List.distinct messages).Length messages.Length title))

            testAlone "every diagnostic has a code, a sentence and a place in its text" (fun () ->
                each (fun title wrong ->
                    for mistake in Session.Isolated(fun () -> mistakesOf wrong.Do) do
                        Expect.isMatch mistake.Code "^BR0[0-9]{3}$" title
                        Expect.isNotEmpty mistake.Title title
                        Expect.isGreaterThanOrEqual mistake.Line 1 title
                        Expect.isGreaterThanOrEqual mistake.Column 1 title))
        ]
