/// How much a step of exact integration does: the instructions of its programs.
module Brian.Tests.Integration.ExactSizeTests

open System
open Expecto
open Brian
open Brian.Engine
open Brian.Lowering
open Brian.Tests.Sessions

let private instructions (text: string) =
    Session.Isolated(fun () ->
        let cells = NeuronGroup(1, Equations.Parse text, method = Method.Exact)

        Lower.group false cells.Model ignore 0 0 1e-4 0
        |> List.sumBy (function
            | :? RunProgram as run -> run.Program.Body.Count
            | _ -> 0))

let private lines n (line: int -> string) =
    String.Join("\n", [ for i in 0 .. n - 1 -> line i ])

let private cascade n =
    lines n (fun i ->
        let source = if i = n - 1 then "" else $"x{i + 1} "
        $"dx{i}/dt = ({source}- x{i})/({i + 1}*ms) : 1")

let private dense n =
    lines n (fun i ->
        let others = String.Join(" - ", [ for j in 0 .. n - 1 -> $"x{j}" ])
        $"dx{i}/dt = (-{others})/({i + 1}*ms) : 1")

let tests =
    testList
        "Size of exact integration"
        [
            testAlone "a leak is one multiply-add, and a subtraction where it has a target" (fun () ->
                // with the fields and constants read
                Expect.equal (instructions "dv/dt = -v/(10*ms) : 1") 3 "v, number, multiply"

                Expect.equal
                    (instructions "dv/dt = (1 - v)/(10*ms) : 1")
                    5
                    "v, 1, subtract, number, multiply-add"

                Expect.equal
                    (instructions "dv/dt = (v0 - v)/tau : 1\nv0 : 1\ntau : second")
                    5
                    "v0, v, subtract, stored number, multiply-add")

            testAlone "a step of n variables has at most one multiply-add for each pair" (fun () ->
                for n in [ 1; 2; 3; 5; 8; 16; 32; 64 ] do
                    let pairs = n * (n + 1) / 2
                    // one constant and one multiply-add for each number, one field for each variable
                    Expect.isLessThanOrEqual (instructions (cascade n)) (2 * pairs + n) $"a cascade of {n}"

                    Expect.isLessThanOrEqual
                        (instructions (dense n))
                        (2 * n * n + n)
                        $"{n} that all feel each other")
        ]
