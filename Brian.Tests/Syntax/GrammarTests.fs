module Brian.Tests.Syntax.GrammarTests

open System
open Expecto
open Brian
open Brian.Ast

let private written (title: string) (text: string) = Source.ofText title text "" 0

let private holding (text: FormattableString) =
    Source.ofFormattable "equations" text "" 0

let private all (result: Result<'T, Diagnostic list>) : 'T =
    match result with
    | Ok tree -> tree
    | Error found -> failtest (String.Join("\n\n", found))

let private expression text =
    Grammar.expression (written "expression" text) |> all

let private equations text =
    Grammar.equations (written "equations" text) |> all

let private statements text =
    Grammar.statements (written "reset" text) |> all

/// The text and its tree, fully bracketed.
let private reads (text: string) (shape: string) =
    test $"`{text}`" { Expect.equal (Shape.expression (expression text)) shape "tree" }

let private precedence =
    testList
        "operators bind as in Python"
        [
            reads "a + b*c" "(Add a (Multiply b c))"
            reads "a - b - c" "(Subtract (Subtract a b) c)"
            reads "a/b*c" "(Multiply (Divide a b) c)"
            reads "a//b%c" "(Modulo (FloorDivide a b) c)"
            reads "(a + b)*c" "(Multiply (Add a b) c)"
            reads "a**b**c" "(Power a (Power b c))"
            reads "-x**2" "(neg (Power x 2))"
            reads "2**-x*3" "(Multiply (Power 2 (neg x)) 3)"
            reads "2**-x**2" "(Power 2 (neg (Power x 2)))"
            reads "tau**-0.5" "(Power tau (neg r0.5))"
            reads "-a*b" "(Multiply (neg a) b)"
            reads "a*-b" "(Multiply a (neg b))"
            reads "a - -b" "(Subtract a (neg b))"
            reads "--a" "(neg (neg a))"
            reads "+a" "a"
            reads "a + +b" "(Add a b)"
            reads "a < b" "(a Less b)"
            reads "a < b <= c" "(a Less b LessOrEqual c)"
            reads "a == b != c > d >= e" "(a Equal b NotEqual c Greater d GreaterOrEqual e)"
            reads "(a < b) < c" "((a Less b) Less c)"
            reads "a + 1 < b*2" "((Add a 1) Less (Multiply b 2))"
            reads "not a < b" "(not (a Less b))"
            reads "not a and b" "(And (not a) b)"
            reads "not not a" "(not (not a))"
            reads "a or b and c" "(Or a (And b c))"
            reads "a and b or c and d" "(Or (And a b) (And c d))"
            reads "a or b or c" "(Or (Or a b) c)"
            reads "a == (not b)" "(a Equal (not b))"
            reads "if a > 1 then b else c + 1" "(if (a Greater 1) b (Add c 1))"
            reads "if a then b else if c then d else e" "(if a b (if c d e))"
            reads "if a then if b then c else d else e" "(if a (if b c d) e)"
            reads "1 + (if a then b else c)" "(Add 1 (if a b c))"
        ]

let private atoms =
    testList
        "literals, names and calls"
        [
            reads "2" "2"
            reads "007" "7"
            reads "5." "r5"
            reads ".5" "r0.5"
            reads "2.0" "r2"
            reads "1e3" "r1000"
            reads "1E-3" "r0.001"
            reads "5.e+2" "r500"
            reads "1_000" "1000"
            reads "1_0.0_1e1_0" "r100100000000"
            reads "0x10" "16"
            reads "0xff_ff" "65535"
            reads "0e0" "r0"
            reads "1e308" "r1E+308"
            reads "5e-324" "r5E-324"
            reads "True" "True"
            reads "true and False or false" "(Or (And True False) False)"
            reads "truely" "truely"
            reads "notx" "notx"
            reads "iffy + ortho + android" "(Add (Add iffy ortho) android)"
            reads "x_1" "x_1"
            reads "f()" "(f! )"
            reads "f ( )" "(f! )"
            reads "f(x, y + 1)" "(f! x (Add y 1))"
            reads "f(g(x))*2" "(Multiply (f! (g! x)) 2)"
            reads "f(if a then b else c)" "(f! (if a b c))"
            reads "((a))" "a"
            reads " a\n + b\r\n* c\t# the end" "(Add a (Multiply b c))"
            reads "a\u00a0+ b" "(Add a b)"
            reads "\uFEFFa" "a"
        ]

let private lines =
    testList
        "definitions"
        [
            test "three forms, comments, blank lines, indentation, both line ends" {
                let text =
                    "# a model\r\n\r\n   dv/dt = (v0 - v)/tau : volt (unless refractory)  # membrane\r\n\tv0 : volt\n\nI = 2*v0 : volt\n"

                let expected =
                    "dv/dt (Divide (Subtract v0 v) tau) : volt [unless refractory]\nv0 : volt\nI (Multiply 2 v0) : volt"

                Expect.equal (Shape.definitions (equations text)) expected "tree"
            }
            test "an expression goes on until its unit" {
                let text = "dv/dt = (I -\n   v)/tau\n   + a\n   : volt\nx =\n  a +\n  b : volt"

                let expected =
                    "dv/dt (Add (Divide (Subtract I v) tau) a) : volt\nx (Add a b) : volt"

                Expect.equal (Shape.definitions (equations text)) expected "tree"
            }
            test "variables called d and dd, blanks around the slash" {
                let text =
                    "d : 1\ndd : 1\nddd/dt = d : 1\nd d / dt = 1 : 1".Replace("d d /", "dd /")

                let expected = "d : 1\ndd : 1\nddd/dt d : 1\ndd/dt 1 : 1"
                Expect.equal (Shape.definitions (equations text)) expected "tree"
            }
            test "flags are phrases of words with single blanks" {
                let text = "x = 1 : 1 (constant   over dt,shared , event-driven)\ny : 1(constant)"

                let expected =
                    "x 1 : 1 [constant over dt] [shared] [event-driven]\ny : 1 [constant]"

                Expect.equal (Shape.definitions (equations text)) expected "tree"
            }
            test "empty text is no definition" {
                for text in [ ""; "  \n\r\n\t"; "# nothing" ] do
                    Expect.isEmpty (equations text) "definitions"
            }
            test "a hole with Equations on its own line is spliced in" {
                let inner = equations "I : amp\nJ : amp"

                let fragment =
                    { new IFragment with
                        member _.Lines = inner :> obj
                    }

                let source = holding $"dv/dt = I/{2.0} : 1\n  {fragment}  # currents\nx : 1"

                match Grammar.equations source |> all with
                | [ v; i; j; x ] ->
                    Expect.equal [ v.Name; i.Name; j.Name; x.Name ] [ "v"; "I"; "J"; "x" ] "names"

                    Expect.isTrue
                        (obj.ReferenceEquals(i.Span.Source, inner.Head.Span.Source))
                        "spans stay in their text"
                | other -> failtest (Shape.definitions other)
            }
            test "holes carry quantities, integers and booleans" {
                let shape =
                    Grammar.equations (holding $"x = {1.5} + {2} : 1\nb = {true} : boolean") |> all

                match shape with
                | [ { Form = Subexpression { Node = Arithmetic(Add, a, b) } }; { Form = Subexpression c } ] ->
                    Expect.equal [ a.Node; b.Node; c.Node ].Length 3 "nodes"

                    match a.Node, b.Node, c.Node with
                    | Hole(HoleValue.Quantity q), Hole(HoleValue.Integer 2L), Hole(HoleValue.Boolean true) ->
                        Expect.equal q.SIValue 1.5 "value"
                    | _ -> failtest "holes"
                | _ -> failtest "definitions"
            }
        ]

let private unitOf text =
    match (equations $"x : {text}").Head.Unit with
    | Float dimension -> dimension.Name
    | IntegerUnit -> "integer"
    | BooleanUnit -> "boolean"

let private units =
    testList
        "units are typed while they are read"
        [
            for text, name in
                [
                    "1", "1"
                    "(1)", "1"
                    "volt", "volt"
                    "1/second", "1/second"
                    "second**-1", "1/second"
                    "hertz", "1/second"
                    "Hz", "1/second"
                    "amp/meter**2", "amp/metre**2"
                    "amp / metre ** 2", "amp/metre**2"
                    "volt/second**0.5", "volt/second**0.5"
                    "volt*second**-0.5", "volt/second**0.5"
                    "volt/second**(1/2)", "volt/second**0.5"
                    "volt*second**(-1/2)", "volt/second**0.5"
                    "volt/(metre*second)", "volt/metre/second"
                    "(volt/second)/metre", "volt/metre/second"
                    "volt/volt", "1"
                    "metre**(1/3)", "metre**(1/3)"
                    "metre**+2", "metre**2"
                    "metre**2.0", "metre**2"
                    "boolean", "boolean"
                    "integer", "integer"
                    "kilogram", "kilogram"
                    "mmolar", "mole/metre**3"
                    "siemens/metre**2", "1/(ohm*metre**2)"
                ] -> test text { Expect.equal (unitOf text) (unitOf name) "dimension" }
        ]

let private changes =
    testList
        "statements"
        [
            test "lines and semicolons" {
                let text =
                    "v = 0; w += 2*a # comment\n;\n let x = v\nv -= 1;v *= 2;v /= 3;v //= 4;v %= 5;v **= 6"

                let expected =
                    "v 0\nw Add (Multiply 2 a)\nlet x v\nv Subtract 1\nv Multiply 2\nv Divide 3\nv FloorDivide 4\nv Modulo 5\nv Power 6"

                Expect.equal (Shape.statements (statements text)) expected "tree"
            }
            test "brackets hold line ends" {
                Expect.equal
                    (Shape.statements (statements "v = (1 +\n 2)\nw = f(a,\n b)"))
                    "v (Add 1 2)\nw (f! a b)"
                    "tree"
            }
            test "a condition goes inside the value" {
                Expect.equal
                    (Shape.statements (statements "v = if v > 1 then 0 else v"))
                    "v (if (v Greater 1) 0 v)"
                    "tree"
            }
            test "empty text is no statement" {
                for text in [ ""; " \n"; ";;"; "# nothing" ] do
                    Expect.isEmpty (statements text) "statements"
            }
        ]

/// Spans of all nodes of an expression.
let rec private spans (expr: Expr) : (string * string) list =
    let inside =
        match expr.Node with
        | Integer _
        | Real _
        | Boolean _
        | Hole _
        | Name _ -> []
        | Negate a
        | Not a -> spans a
        | Arithmetic(_, a, b)
        | Logical(_, a, b) -> spans a @ spans b
        | Compare(a, links) -> spans a @ List.collect (snd >> spans) links
        | Call(callee, arguments) -> spans callee @ List.collect spans arguments
        | If(a, b, c) -> spans a @ spans b @ spans c

    (expr.Node.GetType().Name, expr.Span.Text) :: inside

let private places =
    testList
        "spans"
        [
            test "every node has its text without blanks around it" {
                let source =
                    holding $"x =  -f( a ,b ) *{2.5}**( c  +1 ) < 3   : volt  ( constant  over dt )  "

                let definition = (Grammar.equations source |> all).Head

                let expected =
                    [
                        "Compare", "-f( a ,b ) *{2.5}**( c  +1 ) < 3"
                        "Arithmetic", "-f( a ,b ) *{2.5}**( c  +1 )"
                        "Negate", "-f( a ,b )"
                        "Call", "f( a ,b )"
                        "Name", "f"
                        "Name", "a"
                        "Name", "b"
                        "Arithmetic", "{2.5}**( c  +1 )"
                        "Hole", "{2.5}"
                        "Arithmetic", "( c  +1 )"
                        "Name", "c"
                        "Integer", "1"
                        "Integer", "3"
                    ]

                match definition.Form with
                | Subexpression value -> Expect.equal (spans value) expected "spans"
                | _ -> failtest "form"

                Expect.equal definition.NameSpan.Text "x" "name"
                Expect.equal definition.UnitSpan.Text "volt" "unit"
                Expect.equal definition.Flags.Head.Span.Text "constant  over dt" "flag"

                Expect.equal
                    definition.Span.Text
                    (definition.Span.Source.Show(0, definition.Span.Source.Text.Length).Trim())
                    "line"
            }
            test "the name of a derivative is the variable" {
                let definition = (equations "dv/dt = 1 : 1").Head
                Expect.equal (definition.NameSpan.Start, definition.NameSpan.End) (1, 2) "span"
            }
            test "if, not and signs reach over their operands" {
                let expected =
                    [
                        "If", "if not a then - b else c"
                        "Not", "not a"
                        "Name", "a"
                        "Negate", "- b"
                        "Name", "b"
                        "Name", "c"
                    ]

                Expect.equal (spans (expression " if not a then - b else c ")) expected "spans"
            }
        ]

let tests = testList "grammar" [ precedence; atoms; lines; units; changes; places ]
