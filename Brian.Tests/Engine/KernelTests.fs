module Brian.Tests.Engine.KernelTests

#nowarn "9" // kernels read native memory

open System
open System.Runtime.InteropServices
open Microsoft.FSharp.NativeInterop
open Expecto
open FsCheck
open FsCheck.FSharp
open Brian.Engine

/// Numbers that functions find hard, and some they do not.
let private hardNumbers =
    [|
        0.0
        -0.0
        1.0
        -1.0
        0.5
        -2.5
        3.0
        1e-320
        -5e-324
        2.2250738585072014e-308
        1e-300
        -1e300
        Double.MaxValue
        infinity
        -infinity
        nan
        709.79
        -745.2
        1e-17
        1e10
        -1e22
        0.1
        100.25
        4503599627370497.0
        -7.0
        Math.PI
        1.5707963267948966
        0.9999999999999999
        -0.75
        20.0
        1e-3
    |]

/// The memory of a group: what a program may read and write.
type Memory(blocks: int, seed: int) =
    static let fields, shared, outputs, events = 4, 2, 3, 2

    let aligned count =
        NativeMemory.AlignedAlloc(unativeint (count * 8), 64un) |> NativePtr.ofVoidPtr<float>

    let state, output, shares =
        aligned (blocks * fields * 8), aligned (blocks * outputs * 8), aligned 8

    let masks =
        aligned (blocks * events) |> NativePtr.toNativeInt |> NativePtr.ofNativeInt<byte>

    let random = Random seed

    let number () =
        match random.Next 3 with
        | 0 -> hardNumbers[random.Next hardNumbers.Length]
        | 1 -> 4.0 * random.NextDouble() - 2.0
        | _ -> 200.0 * random.NextDouble() - 100.0

    do
        for i in 0 .. blocks * fields * 8 - 1 do
            NativePtr.set state i (number ())

        for i in 0 .. blocks * outputs * 8 - 1 do
            NativePtr.set output i 0.0

        for i in 0 .. shared - 1 do
            NativePtr.set shares i (number ())

        for i in 0 .. blocks * events - 1 do
            NativePtr.set masks i (byte (random.Next 256))

    member _.Run(kernel: IKernel, step: int64, first: int, afterLast: int) =
        let mutable arguments = KernelArguments()
        arguments.State <- state
        arguments.Output <- output
        arguments.Shared <- shares
        arguments.Events <- masks
        arguments.FieldCount <- fields
        arguments.OutputCount <- outputs
        // the last neurons of the last block are padding
        arguments.Count <- blocks * 8 - 3
        arguments.BlockCount <- blocks
        arguments.Step <- step
        arguments.Time <- float step * 1e-4
        arguments.Seed <- 12345UL
        arguments.Stream <- RandomStream.Named "cells"
        kernel.Run(&arguments, first, afterLast)

    /// Everything a program can have written; one NaN for all NaNs.
    member _.Bits =
        let bits (x: float) =
            if Double.IsNaN x then
                0x7FF8000000000000UL
            else
                BitConverter.DoubleToUInt64Bits x

        [|
            for i in 0 .. blocks * fields * 8 - 1 -> bits (NativePtr.get state i)
            for i in 0 .. blocks * outputs * 8 - 1 -> bits (NativePtr.get output i)
            for i in 0 .. shared - 1 -> bits (NativePtr.get shares i)
            for i in 0 .. blocks * events - 1 -> uint64 (NativePtr.get masks i)
        |]

    member _.Field(field: int, neuron: int) =
        NativePtr.get state (((neuron / 8) * fields + field) * 8 + neuron % 8)

    member _.Output(column: int, neuron: int) =
        NativePtr.get output (((neuron / 8) * outputs + column) * 8 + neuron % 8)

    interface IDisposable with
        member _.Dispose() =
            for p in [ state; output; shares ] do
                NativeMemory.AlignedFree(NativePtr.toVoidPtr p)

            NativeMemory.AlignedFree(NativePtr.toVoidPtr masks)

let private isNumber kind = (kind = Kind.Number)

let private tables =
    [
        Table("trace", 1, ReadOnlySpan hardNumbers)
        Table("image", 3, ReadOnlySpan(Array.init 21 float))
    ]

/// One of one argument, one of two.
let private functions =
    [
        UserFunction("bell", 1, (fun x -> Math.Exp(-x[0] * x[0])))
        UserFunction("mix", 2, (fun x -> x[0] - x[1] / 3.0))
    ]

/// The program with something to look up and to call.
let private equipped (program: Program) =
    Program(
        program.Name,
        program.Body,
        program.Stores,
        Tables = EquatableArray tables,
        Functions = EquatableArray functions
    )

/// Operations that a plan's author uses; the ones on bits are met through them, since a NaN has more than one pattern of bits.
let private authorsOps =
    [|
        for op in Enum.GetValues<Op>() do
            if op <> Op.Constant && op < Op.BitAnd && OpTable.Of(op).Result <> Kind.Arguments then
                op
    |]

/// A program from any list of numbers: each four choose an operation and its operands among the values there are.
let private programOf (recipe: (int * int * int * int) list) =
    let body =
        ResizeArray [ Instruction(Op.Field); Instruction(Op.Field, Slot = 1); Instruction(Op.Occurred) ]

    let kindOf i = OpTable.Of(body[i].Op).Result

    let pick choice kind =
        let candidates =
            [|
                for i in 0 .. body.Count - 1 do
                    if kindOf i = kind then
                        i
            |]
        // Prefer late values, so that chains grow.
        candidates[candidates.Length - 1 - (abs choice % candidates.Length) * (abs choice % 3) / 3]

    for op, a, b, c in recipe do
        let row = OpTable.Of authorsOps[(abs op * 7) % authorsOps.Length]

        if abs op % 9 = 8 then
            body.Add(Instruction(Op.Constant, Number = hardNumbers[abs a % hardNumbers.Length]))
        elif row.Op = Op.Call then
            let slot = abs c % 2

            let arguments =
                [ a; b ]
                |> List.truncate functions[slot].Arity
                |> List.map (fun choice -> pick choice Kind.Number)

            let mask = pick c Kind.Mask
            body.Add(Instruction Op.NoArguments)

            for argument in List.rev arguments do
                body.Add(Instruction(Op.Argument, argument, body.Count - 1))

            body.Add(Instruction(Op.Call, body.Count - 1, mask, Slot = slot))
        else
            let operand n choice =
                if n < row.Operands.Length then pick choice row.Operands[n] else -1

            let slot = if row.HasSlot then abs (a + b + c) % 2 else 0
            body.Add(Instruction(row.Op, operand 0 a, operand 1 b, operand 2 c, slot))

    let last kind skip =
        let all =
            [|
                for i in 0 .. body.Count - 1 do
                    if kindOf i = kind then
                        i
            |]

        all[max 0 (all.Length - 1 - skip)]

    Program(
        "random",
        EquatableArray body,
        EquatableArray
            [
                Store(Target.Field, 0, last Kind.Number 0)
                Store(Target.Field, 2, last Kind.Number 1)
                Store(Target.Field, 1, last Kind.Number 3)
                Store(Target.Output, 0, last Kind.Number 2)
                Store(Target.Output, 2, last Kind.Number 4)
                Store(Target.Event, 1, last Kind.Mask 0)
                Store(Target.Event, 0, last Kind.Mask 1)
            ]
    )
    |> equipped

let private agreement (program: Program) (cuts: int list) (seed: int) =
    let blocks = 6
    use expected = new Memory(blocks, seed)
    let step = 4294967296L * 3L + 17L
    expected.Run(Interpreter program, step, 0, blocks)

    for struct (name, kernel) in Kernels.All program do
        use whole = new Memory(blocks, seed)
        whole.Run(kernel, step, 0, blocks)
        Expect.equal whole.Bits expected.Bits $"{name} agrees with the interpreter"
        // Each piece on its own, the last first.
        use pieces = new Memory(blocks, seed)

        let bounds =
            0 :: blocks :: [ for cut in cuts -> abs cut % (blocks + 1) ] |> List.distinct |> List.sort

        for first, afterLast in List.pairwise bounds |> List.rev do
            pieces.Run(kernel, step, first, afterLast)

        Expect.equal pieces.Bits expected.Bits $"{name} does not depend on how blocks are divided ({bounds})"

let private property count name test =
    testPropertyWithConfig { FsCheckConfig.defaultConfig with maxTest = count; endSize = 60 } name test

let private random =
    testList
        "random programs"
        [
            property 150 "every kernel agrees with the interpreter bit for bit, however blocks are divided"
            <| fun (recipe: (int * int * int * int) list) (cuts: int list) (seed: int) ->
                agreement (programOf recipe) cuts seed

            property 100 "expanding a program that the builder has simplified changes no bit"
            <| fun (recipe: (int * int * int * int) list) (seed: int) ->
                let program = programOf recipe
                let builder = ProgramBuilder "rebuilt"
                let place: int[] = Array.zeroCreate program.Body.Count

                for i in 0 .. program.Body.Count - 1 do
                    let instruction = ProgramBuilder.Moved(program.Body[i], ReadOnlySpan<int> place)

                    place[i] <-
                        match instruction.Op with
                        | Op.Constant -> builder.Constant instruction.Number
                        | op ->
                            builder.Emit(op, instruction.A, instruction.B, instruction.C, instruction.Slot)

                for store in program.Stores do
                    builder.Store(store.Target, store.Slot, place[store.Value])

                use expected = new Memory(4, seed)
                expected.Run(Interpreter program, 5L, 0, 4)
                use rebuilt = new Memory(4, seed)
                rebuilt.Run(Interpreter(equipped (builder.Build())), 5L, 0, 4)
                Expect.equal rebuilt.Bits expected.Bits "same results"
        ]

/// Each operation alone, over memory full of hard numbers: no operation is left to chance.
let private eachOp =
    testList
        "each operation"
        [
            for op in authorsOps ->
                test $"{op} is the same in every kernel" {
                    let row = OpTable.Of op
                    let builder = ProgramBuilder "single"
                    let field slot = builder.Emit(Op.Field, slot = slot)

                    let operand n =
                        if n >= row.Operands.Length then
                            -1
                        else
                            match row.Operands[n] with
                            | Kind.Number -> field n
                            | Kind.Mask -> builder.Emit(Op.Less, field n, field (n + 1))
                            | _ ->
                                let last = builder.Emit(Op.Argument, field 2, builder.Emit Op.NoArguments)
                                builder.Emit(Op.Argument, field 3, last)

                    let value =
                        builder.Emit(op, operand 0, operand 1, operand 2, (if row.HasSlot then 1 else 0))

                    if isNumber row.Result then
                        builder.Store(Target.Output, 1, value)
                    else
                        builder.Store(Target.Event, 1, value)

                    for seed in 1..20 do
                        agreement (equipped (builder.Build())) [ 1; 3; 4 ] seed
                }
        ]

/// The arguments of all calls of a function while a program runs in one kernel.
let private callsIn (write: ProgramBuilder -> UserFunction -> unit) =
    let calls = ResizeArray<float>()

    let spy =
        UserFunction(
            "spy",
            1,
            (fun x ->
                calls.Add x[0]
                2.0 * x[0])
        )

    let builder = ProgramBuilder "spied on"
    write builder spy

    [
        for struct (name, kernel) in Kernels.All(builder.Build()) ->
            calls.Clear()
            use memory = new Memory(4, 3)
            memory.Run(kernel, 7L, 0, 4)
            name, calls.ToArray(), [| for neuron in 0..31 -> memory.Output(0, neuron) |]
    ]

let private outside =
    testList
        "functions and tables from outside"
        [
            test "a function is called for the neurons of its mask, each once, and never for padding" {
                let results =
                    callsIn (fun builder spy ->
                        let i = builder.Emit Op.Index
                        let mask = builder.Emit(Op.Less, builder.Constant 11.5, i)
                        builder.Store(Target.Output, 0, builder.Call(spy, ReadOnlySpan [| i |], mask)))

                for name, calls, outputs in results do
                    Expect.equal calls [| 12.0 .. 28.0 |] $"{name}: neurons 12 to 28 of 29"

                    Expect.equal
                        outputs
                        [| for n in 0..31 -> if n > 11 && n < 29 then 2.0 * float n else 0.0 |]
                        $"{name}: 0 elsewhere"
            }

            test "a function of the time alone is called once in a step by each compiled kernel" {
                let results =
                    callsIn (fun builder spy ->
                        let time = builder.Emit Op.Step

                        builder.Store(
                            Target.Output,
                            0,
                            builder.Call(spy, ReadOnlySpan [| time |], builder.Mask true)
                        ))

                for name, calls, outputs in results do
                    Expect.equal calls.Length (if name = "scalar" then 29 else 1) name
                    Expect.equal (Array.truncate 29 outputs) (Array.create 29 14.0) name
            }

            test "a table is read once in a step where the time alone decides, else for each neuron" {
                for op, level in [ Op.Time, Level.Call; Op.Index, Level.Block ] do
                    let builder = ProgramBuilder "levels"

                    builder.Store(
                        Target.Output,
                        0,
                        builder.Lookup(tables.Head, builder.Emit op, builder.Constant 0.0)
                    )

                    let program = builder.Build()
                    let lookup = program.Stores[0].Value
                    Expect.equal (KernelShape(program).LevelOf lookup) level $"{op}"
            }

            test "a call that concerns nobody is none" {
                let builder = ProgramBuilder "none"

                let call =
                    builder.Call(functions.Head, ReadOnlySpan [| builder.Emit Op.Field |], builder.Mask false)

                builder.Store(Target.Field, 0, call)
                Expect.equal (builder.Build().Body.Count) 1 "the constant 0 is left"
            }

            test "an exception of a function says whom it was called for, when, and with what" {
                for kernel in [ "scalar"; "128"; "256"; "512" ] do
                    let fails =
                        UserFunction("fails", 2, (fun x -> if x[0] = 13.0 then failwith "unlucky" else 0.0))

                    let builder = ProgramBuilder "failing"
                    let arguments = [| builder.Emit Op.Index; builder.Constant 0.5 |]

                    builder.Store(
                        Target.Output,
                        0,
                        builder.Call(fails, ReadOnlySpan arguments, builder.Mask true)
                    )

                    use memory = new Memory(4, 3)

                    let failure =
                        try
                            memory.Run(Kernels.Compile(builder.Build(), kernel), 20L, 0, 4)
                            failtest "nothing was raised"
                        with :? FunctionFailedException as failure ->
                            failure

                    Expect.equal
                        failure.Message
                        "The function fails failed for neuron 13 at t = 0.002 s, called as fails(13, 0.5) in SI units: unlucky"
                        kernel

                    Expect.equal failure.Neuron (Nullable 13) kernel
                    Expect.equal (List.ofSeq failure.Arguments) [ 13.0; 0.5 ] kernel
            }

            test "tables are equal by name, columns and bits" {
                let table columns (values: float list) =
                    Table("t", columns, ReadOnlySpan(Array.ofList values))

                Expect.equal (table 2 [ 1.0; nan ]) (table 2 [ 1.0; nan ]) "equal"
                Expect.notEqual (table 1 [ 1.0; 2.0 ]) (table 2 [ 1.0; 2.0 ]) "columns"
                Expect.notEqual (table 1 [ 0.0 ]) (table 1 [ -0.0 ]) "the sign of zero"
            }

            test "a table holds its ends, and has no other columns" {
                let table = Table("t", 2, ReadOnlySpan [| 1.0; 2.0; 3.0; 4.0; 5.0; 6.0 |])

                for row, column, expected in
                    [
                        0.0, 0.0, 1.0
                        1.999, 1.0, 4.0
                        -infinity, 1.0, 2.0
                        -0.5, 0.0, 1.0
                        1e300, 1.0, 6.0
                        nan, 0.0, nan
                        0.0, 2.0, nan
                        0.0, -1.0, nan
                        0.0, nan, nan
                    ] do
                    let found = table[row, column]

                    Expect.isTrue
                        (found = expected || Double.IsNaN found && Double.IsNaN expected)
                        $"{row}, {column}: {found}"
            }

            test "a program prints tables and functions by name" {
                let builder = ProgramBuilder "named"
                let v = builder.Emit Op.Field
                let sample = builder.Lookup(tables.Head, builder.Emit Op.Step, builder.Constant 0.0)

                let everywhere =
                    builder.Call(functions[1], ReadOnlySpan [| v; sample |], builder.Mask true)

                let positive = builder.Emit(Op.Less, builder.Constant 0.0, v)
                let somewhere = builder.Call(functions.Head, ReadOnlySpan [| v |], positive)
                builder.Store(Target.Field, 0, builder.Emit(Op.Add, everywhere, somewhere))

                Expect.equal
                    (builder.Build().Explain [| "v" |])
                    "// named
double v3 = trace[step, 0];
double v8 = mix(v, v3);
bool m9 = 0 < v;
double v11 = m9 ? bell(v) : 0;
double v12 = v8 + v11;
v = v12;
"
                    "the text"
            }
        ]

let private seam =
    testList
        "seam"
        [
            test "noise is added once to each neuron, wherever a range begins and ends" {
                let builder = ProgramBuilder "noise"
                let v = builder.Emit Op.Field

                let drift =
                    builder.Emit(Op.Add, builder.Emit(Op.Gaussian, slot = 1), builder.Emit Op.Uniform)

                builder.Store(Target.Field, 0, builder.Emit(Op.Add, v, drift))

                for cut in 1..5 do
                    agreement (builder.Build()) [ cut ] cut

                agreement (builder.Build()) [ 1; 2; 3; 4; 5 ] 6
            }

            test "stores happen after all loads, so two fields can change places" {
                let builder = ProgramBuilder "swap"
                let a, b = builder.Emit(Op.Field, slot = 0), builder.Emit(Op.Field, slot = 1)
                builder.Store(Target.Field, 0, b)
                builder.Store(Target.Field, 1, a)

                for struct (name, kernel) in Kernels.All(builder.Build()) do
                    use before = new Memory(2, 4)
                    use after = new Memory(2, 4)
                    after.Run(kernel, 0L, 0, 2)

                    for neuron in 0..15 do
                        let same x y =
                            BitConverter.DoubleToUInt64Bits x = BitConverter.DoubleToUInt64Bits y

                        Expect.isTrue (same (after.Field(0, neuron)) (before.Field(1, neuron))) name
                        Expect.isTrue (same (after.Field(1, neuron)) (before.Field(0, neuron))) name
            }

            test "a program that writes shared fields runs once, with block 0" {
                let builder = ProgramBuilder "shared"

                builder.Store(
                    Target.Shared,
                    0,
                    builder.Emit(Op.Add, builder.Emit Op.Shared, builder.Emit Op.Uniform)
                )

                for struct (_, kernel) in Kernels.All(builder.Build()) do
                    use before = new Memory(4, 1)
                    use after = new Memory(4, 1)
                    after.Run(kernel, 0L, 2, 4)
                    Expect.equal after.Bits before.Bits "not with other blocks"
                    after.Run(kernel, 0L, 0, 2)
                    use once = new Memory(4, 1)
                    once.Run(Interpreter(builder.Build()), 0L, 0, 4)
                    Expect.equal after.Bits once.Bits "once"
            }

            test "equal programs share one kernel while it lives" {
                let build () =
                    let builder = ProgramBuilder "any"
                    builder.Store(Target.Field, 0, builder.Emit(Op.Exp, builder.Emit Op.Field))
                    builder.Build()

                let first = Kernels.Compile(build ())
                Expect.isTrue (obj.ReferenceEquals(first, Kernels.Compile(build ()))) "same kernel"
                GC.KeepAlive first
            }

            test "an unknown choice of kernel names the known ones" {
                let program = (ProgramBuilder "nothing").Build()

                let message =
                    try
                        Kernels.Compile(program, "1024") |> ignore
                        ""
                    with :? PlanException as e ->
                        e.Message

                Expect.equal
                    message
                    "BRIAN_KERNEL is '1024', but must be one of scalar, 128, 256, 512."
                    "the sentence"
            }

            test "vector methods whose results differ between machines are not in the table" {
                for op in Enum.GetValues<Op>() do
                    let wide = OpTable.Of(op).Wide |> Option.ofObj |> Option.defaultValue ""
                    Expect.isFalse (wide.EndsWith "Estimate" || wide.EndsWith "Native") $"{op} uses {wide}"
            }
        ]

let private validation =
    let sentenceOf (body: Instruction list) (stores: Store list) =
        try
            let program = Program("p", EquatableArray body, EquatableArray stores) |> equipped
            ProgramValidation.Check(program, 2, 1, 1)
            ""
        with :? PlanException as e ->
            e.Message

    let x = Instruction(Op.Field)

    testList
        "validation"
        [
            for name, body, stores, expected in
                [
                    "a program that keeps the rules passes", [ x ], [ Store(Target.Field, 1, 0) ], ""
                    "operands refer backwards",
                    [ x; Instruction(Op.Negate, 1) ],
                    [],
                    "Program 'p': Negate needs operand a, a value from 0 to 0, but it is 1."
                    "fields are within the group",
                    [ Instruction(Op.Field, Slot = 2) ],
                    [],
                    "Program 'p': Field has slot 2, but the group has 2."
                    "events are within the group",
                    [ Instruction(Op.True) ],
                    [ Store(Target.Event, 1, 0) ],
                    "Program 'p': The store to Event has slot 1, but the group has 1."
                    "tables are the program's",
                    [ x; Instruction(Op.Lookup, 0, 0, Slot = 2) ],
                    [],
                    "Program 'p': Lookup has slot 2, but the program has 2."
                    "functions are the program's",
                    [ Instruction Op.NoArguments; Instruction Op.True; Instruction(Op.Call, 0, 1, Slot = 2) ],
                    [],
                    "Program 'p': Call has slot 2, but the program has 2."
                    "a function gets as many arguments as it takes",
                    [
                        x
                        Instruction Op.NoArguments
                        Instruction(Op.Argument, 0, 1)
                        Instruction Op.True
                        Instruction(Op.Call, 2, 3, Slot = 1)
                    ],
                    [],
                    "Program 'p': mix takes 2 arguments, but is called with 1."
                    "a list of arguments is no number",
                    [ Instruction Op.NoArguments ],
                    [ Store(Target.Field, 0, 0) ],
                    "Program 'p': Field 0 takes a number, but value 0 is a list of arguments."
                    "a field is stored once",
                    [ x ],
                    [ Store(Target.Field, 0, 0); Store(Target.Field, 0, 0) ],
                    "Program 'p': Field 0 is stored twice."
                    "a shared program reads no neuron",
                    [ x ],
                    [ Store(Target.Shared, 0, 0) ],
                    "Program 'p': It writes shared fields, so it runs once and cannot read Field of a neuron."
                ] -> test name { Expect.equal (sentenceOf body stores) expected "the sentence" }
        ]

let tests = testList "kernels" [ eachOp; random; seam; outside; validation ]
