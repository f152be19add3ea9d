/// Every mistake in the writing of model text, with its exact message: Syntax/syntax.expected.
module Brian.Tests.Syntax.MistakeTests

open System
open System.Text
open System.Text.RegularExpressions
open Expecto
open Brian
open Brian.Tests

type private Read =
    | Equations
    | Condition
    | Reset

let private plain (text: string) = Source.ofText "" text "" 0

let private fragment =
    { new IFragment with
        member _.Lines = ([]: Ast.Definition list) :> obj
    }

let private ms = 10.0 * Units.ms

let private equations =
    [ // units
        plain "x : mV"
        plain "x : nA/cm**2"
        plain "x : kHz"
        plain "x : molar"
        plain "x : 1*volt"
        plain "x : 10*mV"
        plain "x : volt*2"
        plain "x : 2"
        plain "x : 1.0"
        plain "x : volts"
        plain "x : V"
        plain "x : sec"
        plain "x : banana"
        plain "x : bool"
        plain "x : int"
        plain "x : float"
        plain "x : boolean*volt"
        plain "x : volt*integer"
        plain "x :"
        plain "x : (constant)"
        plain "x : volt**"
        plain "x : volt**x"
        plain "x : volt/second**1/2"
        plain "x : second**(1/0)"
        plain "x : second**(1/2"
        plain "x : second**2**2"
        plain "x : second**200"
        plain "x : ((second**100)**100)"
        plain "x : second**0.123456789"
        plain "x : metre^2"
        plain "x : volt + volt"
        plain "x : (volt"
        plain "x : volt)"
        plain "x : volt second"
        plain "x : /second"
        plain "x : [volt]"
        Source.ofFormattable "" $"x : {ms}" "" 0
        // the end of the line
        plain "dv/dt = -v/tau"
        plain "dv/dt = -v/tau\nv0 : 1"
        plain "dv/dt = -v/tau (unless refractory)"
        plain "dv/dt = -v/tau volt"
        plain "dv/dt = -v/tau; x : 1"
        plain "x : 1; y : 1"
        plain "x : volt constant"
        plain "x : volt = 5"
        plain "x : volt // comment"
        plain "x : 1 % comment"
        plain "x : 1 (constant) (shared)"
        plain "x : 1 ()"
        plain "x : 1 (unless refractory"
        plain "x : 1 (constant\ny : 1"
        plain "x : 1 (constant, 2)"
        plain "x : 1 (constant,)"
        // the start of the line
        plain "dv/dx = v : 1"
        plain "v/dt = 1 : 1"
        plain "v' = -v : 1"
        plain "d2v/dt2 = -v : 1"
        plain "d/dt = 1 : 1"
        plain "dv/dt : volt"
        plain "x, y : 1"
        plain "x = : 1"
        plain "x =\ny = 2 : 1"
        plain "x += 1"
        plain "x == 1 : 1"
        plain "hello world"
        plain "3 : 1"
        plain "v"
        plain "_v : 1"
        plain "d_v/dt = 1 : 1"
        plain "not : 1"
        plain "dif/dt = 1 : 1"
        plain "let x = 1 : 1"
        Source.ofFormattable "" $"{ms} : 1" "" 0
        Source.ofFormattable "" $"{fragment} + {fragment}\nx : 1" "" 0
        Source.ofFormattable "" $"""{"x : 1"}""" "" 0
        Source.ofFormattable "" $"""x = {"a"} + {null} + {[| 1 |]} : 1""" "" 0
        Source.ofFormattable "" $"x = {fragment} + {ms, 5} : 1" "" 0
        // expressions
        plain "dv/dt = (1 - v/tau : 1"
        plain "dv/dt = (1 - v/tau\nx : 1"
        plain "dv/dt = (1 - v))/tau : 1"
        plain "x = f(a, b : 1"
        plain "x = (a] : 1"
        plain "x = a[0] : 1"
        plain "x = [a] : 1"
        plain "x = a.b : 1"
        plain "x = 10 ms : 1"
        plain "x = 2*10ms : second"
        plain "x = a + 2 volt"
        Source.ofFormattable "" $"x = 2{ms} : second" "" 0
        plain "x = 2(a + b) : 1"
        plain "x = (a)(b) : 1"
        plain "x = a b : 1"
        plain "x = 1 2 : 1"
        plain "x = v**/2 : 1"
        plain "x = a */ b : 1"
        plain "x = a + : 1"
        plain "x = a +\ny = b : 1"
        plain "x = () : 1"
        plain "x = f(a,) : 1"
        plain "x = f(a=1) : 1"
        plain "x = 0,5 : 1"
        plain "x = v^2 : 1"
        plain "x = 1 if v > 0 else 0 : 1"
        plain "x = if v > 0 then 1 : 1"
        plain "x = if v > 0: 1 : 1"
        plain "x = if a then b elif c then d else e : 1"
        plain "x = a else b : 1"
        plain "x = 1 + if a then b else c : 1"
        plain "x = a == not b : boolean"
        plain "x = a && b || !c : boolean"
        plain "x = ~a : boolean"
        plain "x = a <> b : boolean"
        plain "x = a => b : boolean"
        plain "x = a =< b : boolean"
        plain "x = a === b : boolean"
        plain "x = \"a\" : 1"
        plain "x = a + \\\n b : 1"
        plain "x = a @ b : 1"
        plain "x = _a : 1"
        plain "x = and : 1"
        plain "x = 1.2.3 : 1"
        plain "x = 1__0 : 1"
        plain "x = 0x : 1"
        plain "x = 1e999 : 1"
        plain "x = 1e-400 : 1"
        plain $"x = {String('(', 201)}a{String(')', 201)} : 1"
        plain ("x = a" + String.replicate 2001 "+a" + " : 1")
        // characters
        plain "dv/dt = −v/τ : 1"
        plain "x = a×b : 1"
        plain "x = 5*µs : second"
        plain "x = a² + b² : 1"
        plain "x = “a” : 1"
        plain "x = а : 1"
        plain "größe : 1"
        plain "x = a\u200B : 1"
        plain "x = a\u0000b : 1"
        plain "x = 1 : 1 # \u202Eharmless"
        plain "x = a：1"
        plain "x = 😀 : 1"
        plain "x\uFFFC : 1"
        // several at once
        plain "dv/dt = (1-v/tau : 1\nx : mV*ms\ny = 10 ms : second\nz : volts"
    ]

let private conditions =
    [
        plain ""
        plain "# v > 1"
        plain "v = 1"
        plain "v > 1 : 1"
        plain "v > 1; w > 1"
        plain "v > 1\nw > 1"
        plain "v >"
        plain "(v > 1"
        plain "v > 1)"
        plain "v > 1 & w > 1"
        plain "then"
        Source.ofFormattable "" $"v > {fragment}" "" 0
    ]

let private resets =
    [
        plain "v == 0"
        plain "if v>1: v=0"
        plain "v"
        plain "v 0"
        plain "v = "
        plain "v = 0 : 1"
        plain "v++"
        plain "w--"
        plain "dv/dt = 0"
        plain "v += 1 2"
        plain "let = 3"
        plain "let x += 3"
        plain "3 = v"
        plain "v = (1\nw = 3"
        plain "v = 0)"
        plain "v = 0, w = 0"
        plain "v = 0 w = 0"
        plain "v = f(1, 2"
        plain "v = 0,5"
        plain "v = 1 +\nw = 2"
        plain "v = w = 0"
        plain "v := 0"
        plain "v == 0; if w: x; u = 2 3; w = 0"
    ]

let private messages (result: Result<'T, Diagnostic list>) : Diagnostic list =
    match result with
    | Ok _ -> []
    | Error found -> found

let private read kind (source: Source) =
    let titled title =
        Source(title, source.Text, source.Holes, "", 0)

    match kind with
    | Equations -> Grammar.equations (titled "equations") |> messages
    | Condition -> Grammar.expression (titled "threshold") |> messages
    | Reset -> Grammar.statements (titled "reset") |> messages

let private cases =
    [
        for source in equations -> Equations, source
        for source in conditions -> Condition, source
        for source in resets -> Reset, source
    ]

/// The wrong text, escaped and cut where no reader would read on.
let private shown (source: Source) =
    let text = StringBuilder()

    for c in source.Show(0, source.Text.Length) do
        let isPlain =
            c >= ' ' && c <> '\uFFFC' && Char.GetUnicodeCategory c <> Globalization.UnicodeCategory.Format

        (if isPlain then text.Append c else text.Append $"\\u{int c:X4}") |> ignore

    let text = text.ToString().Replace("\\u000A", "\n    ")

    if text.Length <= 200 then
        text
    else
        text.Substring(0, 90) + " ... " + text.Substring(text.Length - 90)

let private report () =
    let out = StringBuilder()

    for kind, source in cases do
        out.Append($"==== {kind}\n    {shown source}\n") |> ignore

        for diagnostic in read kind source do
            out.Append($"---- {diagnostic.Code}\n{diagnostic}\n") |> ignore

        out.Append '\n' |> ignore

    out.ToString()

let private codesIn (file: string) =
    Regex.Matches(Golden.read file, "\"(BR\\d{4})\"") |> Seq.map _.Groups[1].Value |> Seq.toList

let tests =
    testList
        "mistakes"
        [
            test "every message is as reviewed" { Golden.check "Syntax/syntax.expected" (report ()) }
            test "every wrong text is refused, inside the text" {
                for kind, source in cases do
                    let found = read kind source
                    Expect.isNonEmpty found (shown source)

                    for d in found do
                        let span = d.Span

                        Expect.isTrue
                            (0 <= span.Start && span.Start <= span.End && span.End <= source.Text.Length)
                            (shown source)
            }
            test "every code has an example and one meaning" {
                let codes =
                    codesIn "../Brian.Dsl/Syntax/SyntaxMistakes.fs"
                    @ codesIn "../Brian.Dsl/Syntax/LineMistakes.fs"

                let shown =
                    cases |> List.collect (fun (kind, source) -> read kind source |> List.map _.Code) |> set
                // Too many mistakes: its own test below.
                Expect.equal (Set.difference (set codes) shown) (set [ "BR0110" ]) "codes without example"

                let twice =
                    codes |> List.countBy id |> List.filter (fun (code, n) -> n > 1 && code <> "BR0173")

                Expect.isEmpty twice "codes with two meanings"
            }
            test "after a hundred mistakes the rest is left" {
                let source = plain (String.replicate 500 "x : mV\n")
                let found = Grammar.equations source |> messages
                Expect.equal found.Length 101 "number"
                Expect.equal found[100].Code "BR0110" "last"
            }
            test "what follows a mistake is still read" {
                let source = plain "x = (1 : 1\ny : volts\nz = 2 3 : 1\nw : 1"
                Expect.equal (Grammar.equations source |> messages |> List.map _.Line) [ 1; 2; 3 ] "lines"
            }
        ]
