module Brian.Tests.Engine.ProgramBuilderTests

open System
open Expecto
open Brian.Engine

let private sentence mistake =
    try
        mistake () |> ignore
        ""
    with :? PlanException as e ->
        e.Message

/// Builds a program with one output and gives it back.
let private output (build: ProgramBuilder -> int) =
    let builder = ProgramBuilder "test"
    builder.Store(Target.Output, 0, build builder)
    builder.Build()

let private ops (program: Program) = [ for i in program.Body -> i.Op ]

/// The constant that a program of constants comes down to.
let private constantOf (program: Program) =
    Expect.equal (ops program) [ Op.Constant ] "one constant is left"
    program.Body[0].Number

let private bits (x: float) = BitConverter.DoubleToUInt64Bits x

let private folding =
    testList
        "folding"
        [
            test "instructions on constants become constants, by the engine's own functions" {
                let folded =
                    output (fun b -> b.Emit(Op.Exp, b.Emit(Op.Multiply, b.Constant 3.0, b.Constant 0.25)))

                Expect.equal (bits (constantOf folded)) (bits (Scalar.Evaluate(Op.Exp, 0.75))) "exp(3*0.25)"
            }

            test "a condition on constants becomes a constant mask" {
                let builder = ProgramBuilder "test"
                let isLess = builder.Emit(Op.Less, builder.Constant 1.0, builder.Constant 2.0)
                let never = builder.Emit(Op.Not, isLess)
                Expect.equal isLess (builder.Mask true) "1 < 2"
                Expect.equal never (builder.Mask false) "not"
                let x = builder.Emit(Op.Field, slot = 3)

                Expect.equal
                    (builder.Emit(Op.Select, isLess, x, builder.Constant 0.0))
                    x
                    "select with a constant mask"

                Expect.equal (builder.Emit(Op.And, isLess, never)) never "and"
            }

            test "random numbers are never folded" {
                let program = output (fun b -> b.Emit(Op.Poisson, b.Constant 0.0, slot = 1))
                Expect.equal (ops program) [ Op.Constant; Op.Poisson ] "stays"
            }

            test "only functions of numbers have a scalar value" {
                Expect.equal (Scalar.Evaluate(Op.Power, 2.0, 10.0)) 1024.0 "2**10"

                Expect.equal
                    (sentence (fun () -> Scalar.Evaluate Op.Less))
                    "Less is not a function of numbers."
                    "Less"

                Expect.equal
                    (sentence (fun () -> Scalar.Evaluate Op.Uniform))
                    "Uniform is not a function of numbers."
                    "Uniform"
            }
        ]

let private sharing =
    testList
        "sharing"
        [
            test "equal instructions are one" {
                let program =
                    output (fun b ->
                        let sum = b.Emit(Op.Add, b.Emit(Op.Field), b.Emit(Op.Field, slot = 1))
                        let same = b.Emit(Op.Add, b.Emit(Op.Field, slot = 1), b.Emit Op.Field)
                        b.Emit(Op.Multiply, sum, same))

                Expect.equal (ops program) [ Op.Field; Op.Field; Op.Add; Op.Multiply ] "a + b is b + a"
            }

            test "NaN is one constant, +0 and -0 are two" {
                let builder = ProgramBuilder "test"
                Expect.equal (builder.Constant nan) (builder.Constant(-nan)) "NaN"
                Expect.notEqual (builder.Constant 0.0) (builder.Constant -0.0) "zeros"

                Expect.notEqual
                    (Instruction(Op.Constant, Number = 0.0))
                    (Instruction(Op.Constant, Number = -0.0))
                    "zeros"
            }

            test "draws are one exactly when operation, use and operand are" {
                let builder = ProgramBuilder "test"
                let draw = builder.Emit(Op.Gaussian, slot = 1)
                Expect.equal (builder.Emit(Op.Gaussian, slot = 1)) draw "same use"
                Expect.notEqual (builder.Emit(Op.Gaussian, slot = 2)) draw "another use"
                Expect.notEqual (builder.Emit(Op.Uniform, slot = 1)) draw "another operation"
            }

            test "what no store needs is dropped" {
                let program =
                    output (fun b ->
                        b.Emit(Op.Exp, b.Emit(Op.Field, slot = 7)) |> ignore
                        b.Emit(Op.Negate, b.Emit Op.Field))

                Expect.equal (ops program) [ Op.Field; Op.Negate ] "only what is stored"
            }
        ]

let private identities =
    let same name build =
        test name { Expect.equal (ops (output build)) [ Op.Field ] "the operand itself" }

    let stays name build =
        test name { Expect.equal (ops (output build) |> List.last) Op.Add "not exact for every operand" }

    let x (b: ProgramBuilder) = b.Emit Op.Field

    testList
        "identities"
        [
            same "x*1 is x" (fun b -> b.Emit(Op.Multiply, x b, b.Constant 1.0))
            same "x/1 is x" (fun b -> b.Emit(Op.Divide, x b, b.Constant 1.0))
            same "x-0 is x" (fun b -> b.Emit(Op.Subtract, x b, b.Constant 0.0))
            same "x**1 is x" (fun b -> b.Emit(Op.Power, x b, b.Constant 1.0))
            same "-(-x) is x" (fun b -> b.Emit(Op.Negate, b.Emit(Op.Negate, x b)))
            stays "x+0 stays, since -0 + 0 is 0" (fun b -> b.Emit(Op.Add, x b, b.Constant 0.0))

            test "dividing by a power of two is multiplying" {
                let program = output (fun b -> b.Emit(Op.Divide, x b, b.Constant 4.0))
                Expect.equal (ops program) [ Op.Field; Op.Constant; Op.Multiply ] "x*0.25"
            }

            test "x*0 stays, since x may be NaN" {
                let program = output (fun b -> b.Emit(Op.Multiply, x b, b.Constant 0.0))
                Expect.equal (ops program |> List.last) Op.Multiply "x*0"
            }
        ]

let private mistakes =
    let built =
        fun (build: ProgramBuilder -> int) -> sentence (fun () -> build (ProgramBuilder "test"))

    testList
        "mistakes"
        [
            test "a mask is no number" {
                let message = built (fun b -> b.Emit(Op.Add, b.Constant 1.0, b.Mask true))
                Expect.equal message "Add needs a number as operand b, but value 1 is a mask." "kind"
            }

            test "a number is no mask" {
                let message = built (fun b -> b.Emit(Op.Not, b.Constant 1.0))
                Expect.equal message "Not needs a mask as operand a, but value 0 is a number." "kind"
            }

            test "operands are counted" {
                Expect.equal
                    (built (fun b -> b.Emit(Op.Add, b.Constant 1.0)))
                    "Add needs operand b, a value from 0 to 0, but it is -1."
                    "missing"

                Expect.equal
                    (built (fun b -> b.Emit(Op.Negate, b.Constant 1.0, b.Constant 1.0)))
                    "Negate takes 1 operands, but b is given as value 0."
                    "superfluous"
            }

            test "an event takes a mask, and a place is stored once" {
                let builder = ProgramBuilder "test"
                let one = builder.Constant 1.0

                Expect.equal
                    (sentence (fun () -> builder.Store(Target.Event, 0, one)))
                    "Event 0 takes a mask, but value 0 is a number."
                    "kind"

                builder.Store(Target.Field, 2, one)

                Expect.equal
                    (sentence (fun () -> builder.Store(Target.Field, 2, one)))
                    "Field 2 is stored twice."
                    "twice"
            }
        ]

let private text =
    test "a program prints as statements, a line for each value" {
        let builder = ProgramBuilder "neurons: reset"
        let v = builder.Emit(Op.Field)

        let noisy =
            builder.Emit(Op.MultiplyAdd, v, builder.Constant 0.5, builder.Emit(Op.Gaussian, slot = 2))

        let high = builder.Emit(Op.Less, builder.Emit Op.Time, noisy)
        builder.Store(Target.Field, 0, builder.Emit(Op.Select, high, v, noisy))
        builder.Store(Target.Event, 0, high)

        let expected =
            "// neurons: reset\n\
             double v2 = gaussian(2);\n\
             double v3 = fma(v, 0.5, v2);\n\
             bool m5 = t < v3;\n\
             double v6 = m5 ? v : v3;\n\
             v = v6;\n\
             event[0] = m5;\n"

        Expect.equal (builder.Build().Explain [| "v" |]) expected "with the field's name"
        Expect.stringContains (builder.Build().Explain()) "field[0] = v6" "without"
    }

let tests =
    testList "program builder" [ folding; sharing; identities; mistakes; text ]
