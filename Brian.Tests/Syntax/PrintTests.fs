module Brian.Tests.Syntax.PrintTests

open System
open Expecto
open FsCheck
open FsCheck.FSharp
open Brian
open Brian.Ast

let private nowhere: Span =
    { Source = Source.ofText "generated" "" "" 0; Start = 0; End = 0 }

let private at node : Expr = { Node = node; Span = nowhere }

let private name =
    let words = [ "v"; "w"; "tau"; "v_1"; "I0"; "dd"; "dt"; "notx"; "ify"; "e1"; "x0x" ]
    Gen.elements words

let private number =
    Gen.frequency
        [
            3, Gen.choose (0, 100) |> Gen.map (fun n -> Integer(float n))
            1, Gen.elements [ 1e15; 1e22; 123456789012345680000.0 ] |> Gen.map Integer
            3,
            Gen.elements [ 0.0; 0.5; 2.0; 1e-3; 1e21; 1.7976931348623157e308; 5e-324; 0.1 + 0.2 ]
            |> Gen.map Real
            1, ArbMap.defaults |> ArbMap.generate<NormalFloat> |> Gen.map (fun (NormalFloat x) -> Real(abs x))
        ]

let private hole =
    Gen.oneof
        [
            Gen.choose (-5, 5) |> Gen.map (fun n -> Hole(HoleValue.Integer(int64 n)))
            Gen.elements [ true; false ] |> Gen.map (HoleValue.Boolean >> Hole)
            Gen.elements [ 0.01; -70e-3; Double.NaN; infinity ]
            |> Gen.map (fun x -> Hole(HoleValue.Quantity(Quantity x)))
        ]

let private callee =
    let f = Engine.UserFunction("f", 1, (fun x -> x[0]))

    let callable: Callable =
        { Name = "f"; Parameters = [ "x", UnitRule.Any ]; Result = UnitRule.Whole; Body = Code f }

    Gen.frequency [ 3, Gen.map Name name; 1, Gen.constant (Hole(HoleValue.Callable callable)) ]

let private arithmetic =
    Gen.elements [ Add; Subtract; Multiply; Divide; FloorDivide; Modulo; Power ]

let private comparison =
    Gen.elements [ Less; LessOrEqual; Greater; GreaterOrEqual; Equal; NotEqual ]

let rec private expr (size: int) : Gen<Expr> =
    let leaf =
        Gen.frequency
            [ 4, Gen.map Name name; 3, number; 1, Gen.elements [ true; false ] |> Gen.map Boolean; 1, hole ]
        |> Gen.map at

    if size <= 0 then
        leaf
    else
        let half = expr (size / 2)
        let third = expr (size / 3)

        Gen.frequency
            [
                2, leaf
                2, Gen.map (Negate >> at) half
                2, Gen.map (Not >> at) half
                8, Gen.map3 (fun op a b -> at (Arithmetic(op, a, b))) arithmetic half half
                3,
                Gen.map3
                    (fun a op (b, rest) -> at (Compare(a, (op, b) :: rest)))
                    third
                    comparison
                    (Gen.zip third (Gen.resize 2 (Gen.listOf (Gen.zip comparison third))))
                3, Gen.map3 (fun op a b -> at (Logical(op, a, b))) (Gen.elements [ And; Or ]) half half
                2, Gen.map2 (fun f xs -> at (Call(at f, xs))) callee (Gen.resize 3 (Gen.listOf third))
                2, Gen.map3 (fun c a b -> at (If(c, a, b))) third third third
            ]

let private anyExpr = Gen.sized (fun size -> expr (min size 40))

let private unit =
    let factor =
        Gen.elements [ "volt"; "amp"; "second"; "metre"; "mole"; "kelvin"; "candle"; "kilogram" ]

    let exponent =
        Gen.elements [ Rational 1; Rational -1; Rational 2; Rational(1, 2); Rational(-3, 2); Rational(1, 3) ]

    let dimension (name: string, power: Rational) =
        match UnitTable.tryFind name with
        | ValueSome unit -> unit.Dimension.Power power
        | ValueNone -> failwith name

    Gen.frequency
        [
            6,
            Gen.resize 3 (Gen.listOf (Gen.zip factor exponent))
            |> Gen.map (
                List.map dimension >> List.fold (fun (a: Dimension) b -> a.Multiply b) Dimension.None >> Float
            )
            1, Gen.constant IntegerUnit
            1, Gen.constant BooleanUnit
        ]

let private flags =
    Gen.elements [ "unless refractory"; "constant"; "shared"; "constant over dt"; "event-driven" ]
    |> Gen.map (fun text -> { Text = text; Span = nowhere }: Flag)
    |> Gen.listOf
    |> Gen.resize 2

let private definition =
    let form =
        Gen.oneof [ Gen.map Differential anyExpr; Gen.map Subexpression anyExpr; Gen.constant Parameter ]

    Gen.map4
        (fun name form unit flags ->
            {
                Name = name
                NameSpan = nowhere
                Form = form
                Unit = unit
                UnitSpan = nowhere
                Flags = flags
                Span = nowhere
            })
        name
        form
        unit
        flags

let private statement =
    Gen.oneof
        [
            Gen.map2 (fun n x -> Let(n, nowhere, x)) name anyExpr
            Gen.map3 (fun n op x -> Assign(n, nowhere, op, x)) name (Gen.optionOf arithmetic) anyExpr
        ]

let private tree (source: Source) (result: Result<'T, Diagnostic list>) : 'T =
    match result with
    | Ok tree -> tree
    | Error found -> failtest (source.Show(0, source.Text.Length) + "\n" + String.Join("\n\n", found))

let private config =
    { FsCheckConfig.defaultConfig with maxTest = 500; endSize = 60 }

/// Parse after print is the identity, and printing what was parsed prints the same again.
let private roundTrip
    name
    (gen: Gen<'T>)
    (toSource: 'T -> Source)
    parse
    (shape: 'T -> string)
    (print: 'T -> string)
    =
    testPropertyWithConfig config name
    <| Prop.forAll (Arb.fromGen gen) (fun original ->
        let source = toSource original
        let parsed: 'T = parse source |> tree source
        Expect.equal (shape parsed) (shape original) (source.Show(0, source.Text.Length))
        Expect.equal (print parsed) (print original) "printed again")

let private prints (text: string) (printed: string) =
    test $"`{text}`" {
        let source = Source.ofText "expression" text "" 0
        Expect.equal (Print.expression (tree source (Grammar.expression source))) printed "printed"
    }

let tests =
    testList
        "print"
        [
            prints "(((1)-v))/tau" "(1 - v)/tau"
            prints "a+(b*c)" "a + b*c"
            prints "(a+b)+(c+d)" "a + b + (c + d)"
            prints "-(x**2)" "-x**2"
            prints "(-x)**2" "(-x)**2"
            prints "2**(-x)" "2**-x"
            prints "(a**b)**c" "(a**b)**c"
            prints "a**(b**c)" "a**b**c"
            prints "-(a*b)" "-(a*b)"
            prints "(-a)*b" "-a*b"
            prints "a*(-b)" "a*-b"
            prints "(a<b)==(c<d)" "(a < b) == (c < d)"
            prints "not(a and b)" "not (a and b)"
            prints "f( a,(b) )" "f(a, b)"
            prints "if (a) then (if b then c else d) else (e)" "if a then (if b then c else d) else e"
            prints "1e3 + 2.0 + 1_000 + 0x10 + 1e21" "1000.0 + 2.0 + 1000 + 16 + 1e21"
            test "holes show their values" {
                let source =
                    Source.ofFormattable
                        "equations"
                        $"dv/dt = -v/{10 * Units.ms}:volt(unless  refractory)"
                        ""
                        0

                let definitions = tree source (Grammar.equations source)

                Expect.equal
                    (Print.definitions definitions)
                    "dv/dt = -v/{10 ms} : volt (unless refractory)"
                    "printed"
            }
            test "statements" {
                let source = Source.ofText "reset" "v=0;w+=1\nlet x=v" "" 0
                let statements = tree source (Grammar.statements source)
                Expect.equal (Print.statements statements) "v = 0\nw += 1\nlet x = v" "printed"
            }
            roundTrip
                "expressions survive"
                anyExpr
                Print.expressionToSource
                Grammar.expression
                Shape.expression
                Print.expression
            roundTrip
                "definitions survive"
                (Gen.resize 10 (Gen.listOf definition))
                Print.toSource
                Grammar.equations
                Shape.definitions
                Print.definitions
            roundTrip
                "statements survive"
                (Gen.resize 10 (Gen.listOf statement))
                Print.statementsToSource
                Grammar.statements
                Shape.statements
                Print.statements
        ]
