/// Functions of the user's in every text of a model.
module Brian.Tests.Api.FunctionTests

open System
open Expecto
open Brian
open Brian.Engine
open Brian.Units
open Brian.Script
open Brian.Tests.Sessions

let private numbers (group: NeuronGroup) (name: string) = group[name].Values.SIValues.ToArray()

let private square = Function.Of("square", (fun x -> x * x), 1, 1)

let private half =
    Function.OfArray("half", (fun x -> x[0] / 2.0), ValueUnit.Like 1, ValueUnit.Any)

/// A function that keeps what it was called with.
let private spy (name: string) =
    let calls = ResizeArray<float>()

    let f =
        Function.Of(
            name,
            (fun x ->
                calls.Add x
                x),
            1,
            1
        )

    f, calls

/// The value of an expression for one neuron.
let private valueOf (expression: FormattableString) (unit: Quantity) =
    let definition: FormattableString =
        Runtime.CompilerServices.FormattableStringFactory.Create(
            "x = " + expression.Format + " : " + (if unit.IsDimensionless then "1" else unit.Dimension.Name),
            expression.GetArguments()
        )

    NeuronGroup(1, Equations definition).["x"].[0]

let private units =
    testList
        "units"
        [
            testAlone "arguments and result are numbers of the units given" (fun () ->
                let seen = ResizeArray<float>()

                let f =
                    Function.Of(
                        "f",
                        (fun v i ->
                            seen.Add v
                            seen.Add i
                            v / i),
                        mV,
                        nA,
                        result = Mohm
                    )

                Expect.equal (valueOf $"{f}(-70*mV, 2*nA)" ohm) (-35e6 * ohm) "-70/2 Mohm"
                Expect.equal (Seq.toList seen |> List.truncate 2) [ -70.0; 2.0 ] "in mV and nA")

            testAlone "any unit comes in SI, and a result can be like an argument" (fun () ->
                Expect.equal (valueOf $"{half}(3*mV)" volt) (1.5 * mV) "half of 3 mV"
                Expect.equal (valueOf $"{half}(3*nA)" amp) (1.5 * nA) "half of 3 nA"

                let area =
                    Function.OfArray("area", (fun x -> x[0] * x[0]), ValueUnit.Like(1, 2.0), ValueUnit.Any)

                Expect.equal (valueOf $"{area}(3*metre)" (metre * metre)) (9 * metre * metre) "square metres"

                let geometric =
                    Function.OfArray(
                        "geometric",
                        (fun x -> sqrt (x[0] * x[1])),
                        ValueUnit.Like 1,
                        ValueUnit.Any,
                        ValueUnit.Like 1
                    )

                Expect.equal (valueOf $"{geometric}(4*volt, 9*volt)" volt) (6 * volt) "both in volt"

                Expect.equal
                    (valueOf $"{geometric}(0, 9*volt)" Quantity.One)
                    (Quantity 0.0)
                    "a plain 0 is of every unit")

            testAlone "three, four and more arguments" (fun () ->
                let three = Function.Of("three", (fun a b c -> a - b * c), 1, 1, 1, result = 1)

                let four =
                    Function.Of("four", (fun a b c d -> a - b * c + d), 1, mV, 1, 1, result = 1)

                let many = Function.OfArray("many", Array.sum, 1, 1, 1, 1, 1, mV)
                Expect.equal (valueOf $"{three}(7, 2, 3)" Quantity.One) (Quantity 1.0) "three"
                Expect.equal (valueOf $"{four}(7, 2*mV, 3, 5)" Quantity.One) (Quantity 6.0) "four"
                Expect.equal (valueOf $"{many}(1, 2, 3, 4, 5*mV)" Quantity.One) (Quantity 15.0) "many")

            test "a function prints itself with its units" {
                let f = Function.Of("f", (fun v i -> v / i), mV, nA, result = Mohm)
                Expect.stringContains (string f) ": mV, " "the first argument"
                Expect.stringStarts (string f) "f(" "the name"
                Expect.stringEnds (string f) " : nA) : Mohm" "the last argument and the result"
                Expect.equal (string half) "half(x1 : any unit) : the unit of argument 1" "rules in words"
            }

            test "a power of a unit is a fraction, and arguments are counted from 1" {
                for wrong in [ (fun () -> ValueUnit.Like(1, Math.PI)); (fun () -> ValueUnit.Like 0) ] do
                    Expect.throwsT<ArgumentOutOfRangeException> (wrong >> ignore) "no such unit"
            }
        ]

let private places =
    testList
        "places"
        [
            testAlone "an equation with a function gives the same bits as one written out" (fun () ->
                let run (equations: Equations) =
                    Session.Isolated(fun () ->
                        let cells = NeuronGroup(20, equations, method = Method.Euler)
                        cells["v"].Set $"i*0.1"
                        use network = new Network(cells)
                        network.Run(20 * ms)
                        numbers cells "v")

                Expect.equal
                    (run (Equations $"dv/dt = (1 - {square}(v))/(10*ms) : 1"))
                    (run (Equations $"dv/dt = (1 - v*v)/(10*ms) : 1"))
                    "v")

            testAlone "every text of a group may call" (fun () ->
                let cells =
                    NeuronGroup(
                        4,
                        Equations
                            $"""
                            dv/dt = 1/ms : 1
                            n : 1
                            twice = 2*{half}(n) : 1
                            held = {square}(n) : 1 (constant over dt)
                            """,
                        threshold = $"{square}(v) > 1",
                        reset = $"v = {half}(v); n += {square}(1)",
                        refractoryTime = $"{half}(1*ms)"
                    )

                cells["n"].Set $"{square}(i)"
                Expect.equal (numbers cells "n") [| 0.0; 1.0; 4.0; 9.0 |] "set"
                Expect.equal (List.ofSeq (cells.Where $"{half}(n) > 1")) [ 2; 3 ] "selected"
                let trace = StateMonitor(cells, [ "twice"; "held" ], record = [ 2 ])
                let spikes = SpikeMonitor(cells, variables = [ "twice" ])
                run (2.5 * ms)

                // v passes 1 in the eleventh step, is 0.55 after the reset, and passes 1 again 5 steps later, when the
                // refractory period of 5 steps is over
                allClose 1e-12 "spikes" [| 1.0; 1.5; 2.0 |] (spikes.Trains.[2].In ms)

                let atSpikes =
                    Seq.zip spikes.Indices spikes["twice"] |> Seq.filter (fun (i, _) -> i = 2) |> Seq.map snd

                Expect.equal (List.ofSeq atSpikes) [ Quantity 4.0; Quantity 5.0; Quantity 6.0 ] "at spikes"
                Expect.equal trace["twice", 2].[0] (Quantity 4.0) "recorded"
                Expect.equal trace["held", 2].[0] (Quantity 16.0) "held")

            testAlone "a condition for refractoriness may call" (fun () ->
                let cells =
                    NeuronGroup(
                        1,
                        Equations $"dv/dt = 1/ms : 1",
                        threshold = $"v > 1",
                        reset = $"v = 0",
                        refractoryWhile = $"{square}(v) < 4"
                    )

                let spikes = SpikeMonitor cells
                run (4.5 * ms)
                allClose 1e-12 "the second spike waits for v = 2" [| 1.0; 3.1 |] (spikes.Times.In ms))

            testAlone "constants give functions their names" (fun () ->
                let f = square
                let equations = Equations.Parse("dv/dt = -f(v)/ms : 1", names (f))
                Expect.equal (string equations) "dv/dt = -f(v)/ms : 1" "printed as written"
                Expect.stringContains (equations.Explain()) "(-f(v))/0.001" "explained by that name"
                Expect.equal (string (names (f))) "f(x)" "listed"

                let both = equations + Equations.Parse("dw/dt = -f(w)/ms : 1", names (f))
                Expect.equal both.Names.Count 2 "the same function under one name is no clash"

                Expect.equal
                    (string (both.With("v", "u")))
                    "du/dt = -f(u)/ms : 1\ndw/dt = -f(w)/ms : 1"
                    "renamed"

                let f = half
                let other = Equations.Parse("dw/dt = -f(w)/ms : 1", names (f))
                let clash = mistakeOf (fun () -> equations + other)
                Expect.stringContains clash.Title "different values for the constant f" "another function is")

            testAlone "constants of all kinds mean what they are" (fun () ->
                let n, whole, yes, current = 2.5, 2, true, 3 * nA

                let cells =
                    NeuronGroup(
                        5,
                        Equations.Parse(
                            "x = i // whole : integer\ny = (if yes then n else 0) : 1\nz = whole*current : amp\nu = i/whole : 1",
                            names (n, whole, yes, current)
                        )
                    )

                Expect.equal
                    (numbers cells "x")
                    [| 0.0; 0.0; 1.0; 1.0; 2.0 |]
                    "a whole number divides whole numbers"

                Expect.equal (numbers cells "y") (Array.create 5 2.5) "a truth value is a condition"
                Expect.equal cells["z"].[0] (6 * nA) "units"
                Expect.equal (numbers cells "u") [| 0.0; 0.5; 1.0; 1.5; 2.0 |] "true division")

            testAlone "explaining a group prints calls by name" (fun () ->
                let cells = NeuronGroup(1, Equations $"dv/dt = (1 - {square}(v))/(10*ms) : 1")
                let text = cells.Explain()
                Expect.stringContains text "dv/dt = (1 - {square}(v))/(10*ms) : 1" "as read"
                Expect.stringContains text "dv/dt = (1 - square(v))" "as checked"
                Expect.stringContains text "= square(v);" "as compiled")
        ]

let private who =
    testList
        "who is asked"
        [
            testAlone "a reset calls for the neurons that spiked" (fun () ->
                let f, calls = spy "f"

                let cells =
                    NeuronGroup(20, Equations $"v : 1", threshold = $"v > 17", reset = $"v = {f}(v) - 10")

                cells["v"].Set $"i"
                run (0.1 * ms)
                Expect.equal (List.ofSeq calls) [ 18.0; 19.0 ] "neurons 18 and 19"
                Expect.equal (numbers cells "v").[16..] [| 16.0; 17.0; 8.0; 9.0 |] "reset")

            testAlone
                "a branch calls for the neurons that take it, a condition for those it depends on"
                (fun () ->
                    for text, expected in
                        [
                            "v = if i > 2 then {0}(i) else -1", [ 3.0; 4.0 ]
                            "v = if i > 2 then -1 else {0}(i)", [ 0.0; 1.0; 2.0 ]
                            "v = int(i > 2 and {0}(i) > 3)", [ 3.0; 4.0 ]
                            "v = int(i > 2 or {0}(i) > 0)", [ 0.0; 1.0; 2.0 ]
                        ] do
                        Session.Isolated(fun () ->
                            let f, calls = spy "f"

                            let reset =
                                Runtime.CompilerServices.FormattableStringFactory.Create(text, [| box f |])

                            NeuronGroup(5, Equations $"v : 1", threshold = $"True", reset = reset) |> ignore
                            run (0.1 * ms)
                            Expect.equal (List.ofSeq calls) expected text))

            testAlone "setting where a condition holds calls where it holds" (fun () ->
                let f, calls = spy "f"
                let cells = NeuronGroup(5, Equations $"v : 1")
                cells["v"].Set($"{f}(i)", where = $"i >= 3")
                Expect.equal (List.ofSeq calls) [ 3.0; 4.0 ] "calls")

            testAlone "neurons at rest are not called for" (fun () ->
                let f, calls = spy "f"

                let cells =
                    NeuronGroup(
                        2,
                        Equations $"dv/dt = {f}(1.0*i)/ms : 1 (unless refractory)",
                        threshold = $"v > 0.15",
                        reset = $"v = 0",
                        refractory = 10 * ms,
                        method = Method.Euler
                    )

                run (0.5 * ms)
                // neuron 1 spikes in the second step
                Expect.equal (Seq.filter ((=) 1.0) calls |> Seq.length) 2 "neuron 1"
                Expect.equal (Seq.filter ((=) 0.0) calls |> Seq.length) 5 "neuron 0"
                GC.KeepAlive cells)

            testAlone "what is the same for all neurons is asked once in a step" (fun () ->
                for equations in
                    [
                        "x = {0}(t/ms) : 1 (constant over dt)"
                        "x = {0}(t/ms) : 1 (shared, constant over dt)"
                        "x = {0}(p) : 1 (constant over dt)\np : 1 (shared)"
                        "dx/dt = {0}(dt/ms)/ms : 1"
                    ] do
                    Session.Isolated(fun () ->
                        let f, calls = spy "f"

                        let text =
                            Runtime.CompilerServices.FormattableStringFactory.Create(equations, [| box f |])

                        NeuronGroup(20, Equations text, method = Method.Euler) |> ignore
                        run (0.7 * ms)
                        Expect.equal calls.Count 7 equations))

            testAlone "an exception ends the run before its step, and says for whom" (fun () ->
                let fails =
                    Function.Of("fails", (fun v -> if v > 5.0 then failwith "too much" else v), mV, mV)

                let cells =
                    NeuronGroup(
                        3,
                        Equations $"dv/dt = ({fails}(v) - v + (i + 1)*mV)/(10*ms) : volt",
                        method = Method.Euler
                    )

                let trace = StateMonitor(cells, "v")
                use network = new Network(cells, trace)

                let failure =
                    try
                        network.Run(100 * ms)
                        failtest "nothing was raised"
                    with :? FunctionFailedException as failure ->
                        failure

                Expect.equal
                    (failure.Function, failure.Neuron)
                    ("fails", Nullable 2)
                    "the function and the neuron"

                Expect.equal (nonNull failure.InnerException).Message "too much" "the cause"
                Expect.floatClose Accuracy.high failure.Time 16.7e-3 "the time"
                Expect.floatClose Accuracy.high network.Time.SIValue 16.7e-3 "the network stands there"
                Expect.equal trace.Count 167 "samples of all steps before"
                cells["v"].Fill(0 * mV)
                network.Run(1 * ms)
                Expect.equal trace.Count 177 "it goes on")
        ]

let tests = testList "functions of one's own" [ units; places; who ]
