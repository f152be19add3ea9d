/// What happens inside one time step, against Brian 2.
module Brian.Tests.Recorded.StepsTests

open Expecto
open Brian.Tests.Sessions
open Brian.Tests.Recorded.Recorded

let private groups = properties (required "groups" (read "steps"))
let private nameOf case = text (required "name" case)

/// Cases in which our language wants other words for the same thing.
let private reworded =
    Map.ofList
        [ // a typo must not make a temporary, so temporaries are declared
            "local_variable", (fun (code: string) -> code.Replace("h = v", "let h = v"))
        ]

/// Cases in which we mean to differ, tested on their own below.
let private different = set [ "integer_set_from_float" ]

let private find group name =
    groups
    |> List.find (fun (key, _) -> key = group)
    |> snd
    |> items
    |> List.find (fun case -> nameOf case = name)

let tests =
    testList
        "One time step as Brian 2 runs it"
        [
            for group, cases in groups do
                testList
                    group
                    [
                        for case in items cases do
                            let name = nameOf case

                            if not (different.Contains name) then
                                let change = Map.tryFind name reworded |> Option.defaultValue id

                                testAlone
                                    $"""{name}: {textOf "about" case |> Option.defaultValue ""}"""
                                    (fun () -> runCase 1e-12 change case)
                    ]

            testAlone "an integer variable refuses 1.7, which Brian 2 cuts to 1 without a word" (fun () ->
                let inputs = required "inputs" (find "parameters" "integer_set_from_float")
                let cells = group id inputs null
                let mistake = mistakeOf (fun () -> assign cells (required "initial" inputs))
                Expect.stringContains mistake.Title "integer" "the message"
                Expect.equal (values cells "n") [| 0.0; 0.0; 0.0; 0.0 |] "nothing was set")
        ]
