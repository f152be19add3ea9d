/// Whatever text comes in, the grammar answers: a tree, or at least one diagnostic inside the text, in bounded time.
module Brian.Tests.Syntax.FuzzTests

open System
open System.Diagnostics
open System.Threading
open Expecto
open Brian

let private models =
    [|
        "dv/dt = (v0 - v)/tau : 1 (unless refractory)\nv0 : 1\n"
        "dv/dt = (ge+gi-(v-El))/taum : volt (unless refractory)\ndge/dt = -ge/taue : volt\ndgi/dt = -gi/taui : volt"
        "dv/dt = -v/tau + sigma*xi*(2/tau)**0.5 : 1 # noise\nI = if t > 5e-3 then 0x10 else -1_000.5 : amp/metre**2 (constant over dt, shared)"
        "dm/dt = alpha*(1-m)-beta*m : 1\nalpha = 0.32*(mV**-1)*4*mV/exprel((13*mV-v+VT)/(4*mV))/ms : Hz\nb = not (a < 1 <= c) and d or e : boolean"
        "x = f(a, g(b, 2), c)**-2**0.5 // 3 % 4 :\tvolt/second**(1/2)\r\n  n : integer (constant)"
        "v = 0; w += 2*a\nlet x = if v > 1 then 0 else v\nu **= 2"
    |]

let private tokens =
    ("dv/dt = : + - * / // % ** ( ) [ ] { } , ; . .. ' \" ^ & && | || ! != == = < <= > >= <> => === += -= "
     + "if then else elif and or not let True false volt mV second boolean integer 1 2.5 1e3 1e999 0x 1_ _a x y tau "
     + "f( unless refractory constant # \\ @ τ − µ × é 😀")
        .Split
        ' '
    |> Array.append
        [| "\n"; "\r\n"; " "; "\t"; "\u0000"; "\u00a0"; "\u202e"; "\u200b"; "\ud800"; "\uffff"; "\uFFFC" |]

let private randomText (random: Random) =
    match random.Next 4 with
    | 0 -> String(Array.init (random.Next 60) (fun _ -> char (random.Next 128)))
    | 1 -> String(Array.init (random.Next 60) (fun _ -> char (random.Next 65536)))
    | 2 -> String.Join(" ", Array.init (random.Next 30) (fun _ -> tokens[random.Next tokens.Length]))
    | _ -> String.Concat(Array.init (random.Next 30) (fun _ -> tokens[random.Next tokens.Length]))

/// A good model with a few pieces taken away, doubled, swapped or put in.
let private mutated (random: Random) =
    let mutable text = models[random.Next models.Length]

    for _ in 0 .. random.Next 4 do
        let at = random.Next(text.Length + 1)
        let length = random.Next(min 8 (text.Length - at + 1))

        text <-
            match random.Next 4 with
            | 0 -> text.Remove(at, length)
            | 1 -> text.Insert(at, text.Substring(at, length))
            | 2 -> text.Insert(at, tokens[random.Next tokens.Length])
            | _ ->
                text
                    .Remove(at, length)
                    .Insert(random.Next(text.Length - length + 1), text.Substring(at, length))

    text

let private fragment =
    { new IFragment with
        member _.Lines = ([]: Ast.Definition list) :> obj
    }

let private callable: Callable =
    {
        Name = "f"
        Parameters = [ "x", UnitRule.Any ]
        Result = UnitRule.Power(0, Rational.One)
        Body = Code(Engine.UserFunction("f", 1, fun x -> x[0]))
    }

let private values =
    [|
        HoleValue.Quantity(Quantity 0.01)
        HoleValue.Integer 2L
        HoleValue.Boolean true
        HoleValue.Callable callable
        HoleValue.Fragment fragment
        HoleValue.Refused("a hole that holds the text \"x\"", "write the text itself")
    |]

/// The text with some characters turned into holes; marks that stand in it already stay without a value.
let private withHoles (random: Random) (text: string) =
    let text = text.ToCharArray()

    let holes =
        [|
            for at in 0 .. text.Length - 1 do
                if random.Next 12 = 0 then
                    text[at] <- Source.HoleMark

                    { Offset = at; Value = values[random.Next values.Length]; Display = lazy "10 ms" }
        |]

    Source("equations", String text, holes, "", 0)

let private answers (source: Source) =
    let check (result: Result<'T, Diagnostic list>) =
        match result with
        | Ok _ -> ()
        | Error [] -> failtest $"neither tree nor diagnostic: {source.Text}"
        | Error found ->
            for d in found do
                let span = d.Span

                if not (0 <= span.Start && span.Start <= span.End && span.End <= source.Text.Length) then
                    failtest $"a span outside the text: {source.Text}"

                if d.ToString().Length < 20 || d.Title = "" then
                    failtest $"an empty message: {source.Text}"

    Grammar.equations source |> check
    Grammar.expression source |> check
    Grammar.statements source |> check

let private repeat (n: int) (part: string) = String.replicate n part

/// Texts that hurt parsers which recurse or look back.
let private hostile =
    [
        "parentheses", repeat 100_000 "("
        "closed parentheses", repeat 100_000 "(" + "a" + repeat 100_000 ")"
        "closing parentheses", repeat 100_000 ")"
        "minuses", repeat 10_000 "-" + "a"
        "pluses", repeat 100_000 "+" + "a"
        "nots", repeat 100_000 "not " + "a"
        "powers", "a" + repeat 100_000 "**a"
        "sum", "a" + repeat 100_000 " + a"
        "chain", "a" + repeat 100_000 " < a"
        "ands", "a" + repeat 100_000 " and a"
        "ifs", repeat 100_000 "if a then b else " + "c"
        "conditions", repeat 100_000 "if "
        "calls", repeat 100_000 "f("
        "arguments", "f(" + repeat 100_000 "a, " + "a)"
        "deep and long", repeat 190 ("a or a and a < a + a*-a**(") + "a" + repeat 190 ")"
        "levels of long sums", repeat 100 ("(" + "a" + repeat 100 "+a" + "*")
        "digits", repeat 100_000 "1"
        "fraction", "0." + repeat 100_000 "1"
        "exponent", "1e" + repeat 100_000 "9"
        "underscores", "1" + repeat 100_000 "_1"
        "name", repeat 1_000_000 "a"
        "blanks", repeat 1_000_000 " "
        "lines", repeat 1_000_000 "\n"
        "comments", repeat 100_000 "# a\n"
        "semicolons", repeat 100_000 ";"
        "colons", repeat 100_000 ":"
        "commas", repeat 100_000 "x,"
        "names without operator", repeat 100_000 "x "
        "mistakes on one line", repeat 100_000 "x:1;"
        "mistakes line by line", repeat 100_000 "x : mV\n"
        "unclosed line by line", repeat 100_000 "x = (1\n"
        "dangling line by line", repeat 100_000 "x = a +\n"
        "statements", repeat 100_000 "v = 0;"
        "wrong statements", repeat 100_000 "v == 0;"
        "definitions", repeat 20_000 "dv/dt = (1 - v)/tau : volt\n"
        "long unit", "x : metre" + repeat 100_000 "*metre/metre"
        "deep unit", "x : " + repeat 100_000 "("
        "growing unit", "x : metre" + repeat 100_000 "*metre"
        "flags", "x : 1 (" + repeat 100_000 "a b, " + "c)"
        "odd characters", repeat 100_000 "é"
        "different odd characters", String(Array.init 60_000 (fun i -> char (i + 128)))
        "a long line with a mistake", "x = " + repeat 50_000 "a*b/" + " : 1"
    ]

/// Runs with as little stack as the least generous platforms give a thread.
let private onSmallStack (work: unit -> unit) =
    let mutable failure: exn | null = null

    let thread =
        Thread(
            (fun () ->
                try
                    work ()
                with problem ->
                    failure <- problem),
            256 * 1024
        )

    thread.Start()
    thread.Join()

    match failure with
    | null -> ()
    | problem -> raise problem

let private seconds (work: unit -> unit) =
    let watch = Stopwatch.StartNew()
    work ()
    watch.Elapsed.TotalSeconds

let tests =
    testSequenced
    <| testList
        "fuzz"
        [
            test $"{20_000 * Brian.Tests.Depth.factor} random and mutated texts" {
                let random = Random 20_251
                let mutable slowest = 0.0

                for i in 1 .. 20_000 * Brian.Tests.Depth.factor do
                    let text = if i % 2 = 0 then randomText random else mutated random

                    let source =
                        if i % 3 = 0 then withHoles random text else Source.ofText "equations" text "" 0

                    slowest <- max slowest (seconds (fun () -> answers source))

                // Thousands of times the usual; garbage collection and other processes fit in, quadratic time does not.
                Expect.isLessThan slowest 1.0 "seconds of the slowest text"
            }
            for name, text in hostile do
                test $"hostile: {name}" {
                    let mutable taken = 0.0

                    onSmallStack (fun () ->
                        taken <- seconds (fun () -> answers (Source.ofText "equations" text "" 0))
                        answers (Source.ofText "equations" $"x = {text}" "" 0)
                        answers (Source.ofText "equations" $"x = ({text}) : 1" "" 0))

                    Expect.isLessThan taken 2.0 "seconds"
                }
            test "many holes" {
                let n = 100_000

                let text =
                    "x = {" + String.Join("}*{", Seq.replicate 250 "0") + "} : 1\n" |> repeat (n / 250)

                let flat = text.Replace("{0}", string Source.HoleMark)

                let holes =
                    [|
                        for at in 0 .. flat.Length - 1 do
                            if flat[at] = Source.HoleMark then
                                { Offset = at; Value = HoleValue.Integer 2L; Display = lazy "2" }
                    |]

                let source = Source("equations", flat, holes, "", 0)

                let taken =
                    seconds (fun () ->
                        Expect.equal
                            (Grammar.equations source |> Result.map _.Length)
                            (Ok(n / 250))
                            "definitions")

                Expect.isLessThan taken 1.0 "seconds"
            }
        ]
