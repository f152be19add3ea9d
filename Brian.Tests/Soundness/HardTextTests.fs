/// Texts that are meant to hurt, in every place that takes text: each gives a model, a value or a message, with the least stack
/// a thread has and with memory in proportion to the text.
module Brian.Tests.Soundness.HardTextTests

open System
open System.Threading
open Brian
open Brian.Units
open Expecto
open Brian.Tests.Sessions

let private repeat (n: int) (part: string) = String.replicate n part

let private hardTexts =
    [
        "a hundred thousand opening parentheses", repeat 100_000 "("
        "a hundred thousand closed parentheses", repeat 100_000 "(" + "v" + repeat 100_000 ")"
        "ten thousand unary minuses", repeat 10_000 "-" + "v"
        "a hundred thousand nots", repeat 100_000 "not " + "v > 1"
        "a hundred thousand ifs", repeat 100_000 "if v > 1 then v else " + "v"
        "a million characters of one sum", repeat 250_000 "v + " + "v"
        "a million characters of one name", repeat 1_000_000 "v"
        "a million blanks", repeat 1_000_000 " "
        "a million digits", repeat 1_000_000 "7"
        "a hundred thousand powers", "v" + repeat 100_000 "**2"
        "a literal beyond all floats", "v*1e999999999"
        "a literal below all floats", "v*1e-999999999"
        "exponents beyond all integers", "v**(10**30)*volt**2147483647*metre**-2147483647"
        "units that grow", "v" + repeat 100_000 "*volt"
        "Cyrillic letters", "\u0430 + \u0435 > \u043e"
        "digits of full width", "v > \uff11\uff12"
        "a combining accent", "v\u0301 > 1"
        "marks that turn the direction of reading", "v \u202e> 1 \u2066+ v\u2069"
        "characters without width", "v\u200b > \ufeff1"
        "NUL bytes", "v >\u0000 1\u0000"
        "half of a surrogate pair", "v > \ud800"
        "marks of holes without values", "v > \ufffc"
    ]

/// What a text may bring about, and nothing else.
let private answers (work: unit -> unit) =
    try
        work ()
    with
    | :? ModelException as error ->
        Expect.isNonEmpty error.Diagnostics "diagnostics"

        for diagnostic in error.Diagnostics do
            Expect.isLessThan (string diagnostic).Length 2_000 "characters of a message"
    | :? FormatException
    | :? DimensionMismatchException as error ->
        Expect.isLessThan error.Message.Length 2_000 "characters of the message"

/// With the stack a thread has at least, and the memory it may take: some, and so much for each character.
let private within (characters: int) (work: unit -> unit) =
    let mutable failure: exn | null = null
    let mutable allocated = 0L

    let run () =
        try
            let before = GC.GetAllocatedBytesForCurrentThread()
            Session.Isolated(fun () -> hearing work) |> ignore
            allocated <- GC.GetAllocatedBytesForCurrentThread() - before
        with problem ->
            failure <- problem

    let thread = Thread(run, 1024 * 1024)
    thread.Start()
    thread.Join()

    match failure with
    | null -> ()
    | problem -> raise problem

    Expect.isLessThan allocated (200_000_000L + 1_000L * int64 characters) "allocated bytes"

let private leaky = "dv/dt = -v/(10*ms) : volt"

let private group threshold reset refractoryTime : NeuronGroup =
    NeuronGroup(
        2,
        Equations.Parse leaky,
        threshold = plainText threshold,
        reset = plainText reset,
        refractoryTime = plainText refractoryTime
    )

let private usual () = group "v > 1*volt" "v = 0*volt" "1*ms"

/// Everything that takes text.
let private places: (string * (string -> unit)) list =
    [
        "equations", (fun text -> Equations.Parse text |> ignore)
        "a right-hand side",
        (fun text -> NeuronGroup(2, Equations.Parse $"{leaky}\nx = {text} : 1") |> ignore)
        "a unit", (fun text -> Equations.Parse $"x : {text}" |> ignore)
        "threshold", (fun text -> group text "v = 0*volt" "1*ms" |> ignore)
        "reset", (fun text -> group "v > 1*volt" $"v = {text}" "1*ms" |> ignore)
        "refractoryTime", (fun text -> group "v > 1*volt" "v = 0*volt" text |> ignore)
        "Set", (fun text -> (usual ()).["v"].Set(plainText text))
        "Where", (fun text -> (usual ()).Where(plainText text) |> ignore)
        "Quantity.Parse", (fun text -> Quantity.Parse text |> ignore)
        "the unit of Quantity.Parse", (fun text -> Quantity.Parse $"1 {text}" |> ignore)
        "a format", (fun text -> (3 * volt).ToString(text) |> ignore)
    ]

/// The longest sums, products and chains that are accepted are integrated and run, with the same stack.
let private longest =
    let chain n first next =
        String.Join("\n", first :: List.init n (fun k -> next (k + 1)))

    [
        "a sum in a linear equation", "a : 1\ndv/dt = (a" + repeat 395 " + a" + " - v)/(10*ms) : 1"
        "a sum in a nonlinear equation", "a : 1\ndv/dt = (a" + repeat 395 " + v*v" + ")/(10*ms) : 1"
        "nested parentheses",
        "a : 1\nx = " + repeat 195 "(" + "a" + repeat 195 " + 1)" + " : 1\ndv/dt = x/second : 1"
        "a chain of subexpressions",
        chain 395 "s0 : 1\ndv/dt = s395/second : 1" (fun k -> $"s{k} = s{k - 1} + 1 : 1")
    ]

/// Small texts that would make large trees.
let private compositions =
    [
        "ten thousand subexpressions of subexpressions",
        "s0 : 1\n" + String.Join("\n", List.init 10_000 (fun k -> $"s{k + 1} = s{k} + 1 : 1"))
        "the same from the end",
        String.Join("\n", List.init 10_000 (fun k -> $"s{10_000 - k} = s{9_999 - k} + 1 : 1")) + "\ns0 : 1"
        "names for names", "s0 : 1\n" + String.Join("\n", List.init 10_000 (fun k -> $"s{k + 1} = s{k} : 1"))
        "a thousand doublings",
        "s0 : 1\n" + String.Join("\n", List.init 1_000 (fun k -> $"s{k + 1} = s{k} + s{k} : 1"))
        "a circle of ten thousand",
        "s0 = s10000 : 1\n" + String.Join("\n", List.init 10_000 (fun k -> $"s{k + 1} = s{k} : 1"))
    ]

let tests =
    testList
        "hard texts"
        [
            for name, text in hardTexts do
                test name {
                    for place, take in places do
                        try
                            within text.Length (fun () -> answers (fun () -> take text))
                        with problem ->
                            failtest $"{place}: {problem.GetType().Name}: {problem.Message}"
                }
            for name, equations in longest do
                test $"the longest accepted: {name}" {
                    within equations.Length (fun () ->
                        use network = new Network(NeuronGroup(2, Equations.Parse equations))
                        network.Run(0.2 * ms))
                }
            for name, equations in compositions do
                test name {
                    within equations.Length (fun () ->
                        answers (fun () -> NeuronGroup(2, Equations.Parse equations) |> ignore))
                }
            test "three hundred equations added up" {
                let all =
                    Seq.init 300 (fun k -> Equations.Parse $"x{k} = {k} : 1") |> Seq.reduce (+)

                Expect.equal all.Names.Count 300 "definitions"
            }
        ]
