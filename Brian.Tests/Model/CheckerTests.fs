/// What the checker proves and what it leaves open: dimensions, names, composition.
module Brian.Tests.Model.CheckerTests

open Expecto
open FsCheck.FSharp
open Brian
open Brian.Units
open Brian.Tests.Sessions

let private given =
    Constants.FromPairs
        [ "tau", box (10 * ms); "vr", box (-70 * mV); "x0", box 2.5; "count", box 3; "on", box true ]

let private parse text = Equations.Parse(text, given)

/// Right-hand sides of a subexpression beside `v : volt`, `w : second`, `k : integer`, `b : boolean`, with their units.
let private inferred =
    [
        "v - vr", "volt"
        "2*v/tau", "volt/second"
        "v*v", "volt**2"
        "v**2/(3*Mohm)", "watt"
        "sqrt(v)", "volt**0.5"
        "sqrt(v**2)", "volt"
        "v**0.5*v**1.5", "volt**2"
        "v**(1/3)", "volt**(1/3)"
        "v**-1", "1/volt"
        "abs(v)", "volt"
        "-v", "volt"
        "sign(v)", "integer"
        "clip(v, 0, 1*mV)", "volt"
        "min(v, 1*mV)", "volt"
        "max(0, v)", "volt"
        "exp(v/mV)", "1"
        "if v > 0 then v else 0", "volt"
        "if b then 1 else 2", "integer"
        "if b then v > 0 else b", "boolean"
        "v % (2*mV)", "volt"
        "v // mV", "1"
        "k // 2", "integer"
        "k*k + 1", "integer"
        "k/2", "1"
        "2**k", "1"
        "2**3", "integer"
        "floor(v/mV)", "integer"
        "int(b)", "integer"
        "timestep(w, dt)", "integer"
        "t/w", "1"
        "1/dt", "hertz"
        "i/(N - 1)", "1"
        "0 < v < 1*mV", "boolean"
        "not b or v == vr", "boolean"
        "v > 0", "1"
        "2*b", "1"
        "(v > 0)*v", "volt"
        "x0*count", "1"
        "count", "integer"
        "on", "boolean"
        "0", "amp"
        "0.0", "amp"
        "inf*volt", "volt"
        "nA/mV*ohm", "1"
    ]

let private declarations = "v : volt\nw : second\nk : integer\nb : boolean\n"

/// Units by name and exponent, as Brian writes them.
let private product (exponents: (string * int) list) =
    match
        [
            for unit, exponent in exponents do
                if exponent <> 0 then
                    $"{unit}**{exponent}"
        ]
    with
    | [] -> "1"
    | factors -> String.concat "*" factors

let private dimensions =
    testList
        "dimensions"
        [
            for right, unit in inferred do
                testAlone $"{right} is in {unit}" (fun () ->
                    let equations = parse $"{declarations}x = {right} : {unit}"
                    Expect.isTrue (equations.FreeNames |> Seq.forall ((=) "N")) "no open names but N"

                    if right <> "0" && right <> "0.0" then
                        mistakeOf (fun () -> parse $"{declarations}x = {right} : mole") |> ignore)

            Expecto.ExpectoFsCheck.testProperty
                "the unit of a product of powers is the product of the powers"
                (fun () ->
                    let exponent = Gen.choose (-4, 4)

                    Prop.forAll (Arb.fromGen (Gen.four exponent)) (fun (a, b, c, d) ->
                        let right = $"(v**{a}*w**{b})**{c}/v**{d}"

                        let text unit =
                            $"v : volt\nw : second\nx = {right} : {unit}"

                        let unit = product [ "volt", a * c - d; "second", b * c ]
                        let wrong = product [ "volt", a * c - d; "second", b * c; "amp", 1 ]
                        parse (text unit) |> ignore
                        (mistakeOf (fun () -> parse (text wrong))).Code = "BR0209"))
        ]

let private names =
    testList
        "names"
        [
            for name in [ "flux"; "nM"; "mol"; "gray"; "Hz"; "volt"; "ms"; "d"; "dd"; "v_post"; "theta_1" ] do
                testAlone $"{name} may be a variable, whatever units there are" (fun () ->
                    let equations = parse $"d{name}/dt = -{name}/tau : 1"
                    Expect.sequenceEqual equations.Names [ name ] "the variable"
                    Expect.isEmpty equations.FreeNames "no open name")

            testAlone
                "a variable with the name of a unit is the variable in every text of the group"
                (fun () ->
                    let cells = NeuronGroup(2, parse "ms : 1\nx : 1")
                    cells["ms"].Fill(Quantity 5.0)
                    cells["x"].Set $"ms*2"
                    Expect.equal (cells["x"].Values.ToArray()) [| 10.0; 10.0 |] "twice the variable")

            testAlone "constants by name reach threshold, reset, refractoriness and Set" (fun () ->
                let cells =
                    NeuronGroup(
                        1,
                        Equations.Parse(
                            "dv/dt = (1 - v)/tau : 1",
                            Constants.FromPairs [ "tau", box (1 * ms); "vt", box 0.5; "pause", box (2 * ms) ]
                        ),
                        threshold = $"v > vt",
                        reset = $"v = vt - 0.5",
                        refractoryTime = $"pause",
                        method = Method.Exact
                    )

                cells["v"].Set $"vt/2"
                Expect.equal cells["v"].[0] (Quantity 0.25) "half the threshold"
                let spikes = SpikeMonitor cells
                use network = new Network(cells, spikes)
                network.Run(5 * ms)
                allClose 1e-12 "spikes" [| 0.4; 2.4; 4.4 |] (spikes.Times.In ms))

            testAlone "names and Constants.From give the same constants" (fun () ->
                let tau = 10 * ms
                let vr = -70 * mV
                let byNames = Script.Functions.names ((tau, vr))
                let byObject = Constants.From {| tau = tau; vr = vr |}
                Expect.equal (string byNames) "tau = 10 ms, vr = -70 mV" "as text"
                Expect.equal (string byObject) (string byNames) "either way"
                Expect.sequenceEqual byNames.Names [ "tau"; "vr" ] "sorted names")

            testAlone "one name alone is a constant, too" (fun () ->
                let tau = 10 * ms
                Expect.equal (string (Script.Functions.names tau)) "tau = 10 ms" "as text")
        ]

let private composition =
    testList
        "composition"
        [
            testAlone "names without a meaning stay open, in the order of the text" (fun () ->
                let equations = Equations $"dv/dt = (I - v)/tau_m : 1\nw = kappa*v : 1"
                Expect.sequenceEqual equations.FreeNames [ "I"; "tau_m"; "kappa" ] "open names"
                Expect.sequenceEqual equations.Names [ "v"; "w" ] "variables")

            testAlone "what can be proved is proved although names are open" (fun () ->
                let mistake =
                    mistakeOf (fun () -> Equations $"dv/dt = I/tau_m : 1\nw = 1*mV + 1*ms : 1")

                Expect.equal mistake.Line 2 "the second line")

            testAlone "joined equations close each other's names" (fun () ->
                let tau = 10 * ms
                let membrane = Equations $"dv/dt = (I - v)/{tau} : 1"
                let current = Equations $"I = 2*gain : 1\ngain : 1"
                let joined = membrane + current
                Expect.sequenceEqual membrane.FreeNames [ "I" ] "before"
                Expect.isEmpty joined.FreeNames "after"
                Expect.sequenceEqual joined.Names [ "v"; "I"; "gain" ] "variables in order"
                Expect.equal (NeuronGroup(1, joined)).MethodName "exact" "and they run")

            testAlone "dimensions are proved again when equations are joined" (fun () ->
                let tau = 10 * ms
                let membrane = Equations $"dv/dt = (I - v)/{tau} : 1"
                let current = Equations $"I : amp"
                let mistake = mistakeOf (fun () -> membrane + current)
                Expect.stringContains mistake.Title "same unit" "the message")

            testAlone "a hole takes equations on a line of its own" (fun () ->
                let tau = 10 * ms
                let current = Equations $"I = 2*gain : 1\ngain : 1"

                let joined =
                    Equations
                        $"""
                      dv/dt = (I - v)/{tau} : 1
                      {current}
                      """

                Expect.sequenceEqual joined.Names [ "v"; "I"; "gain" ] "variables"
                Expect.isEmpty joined.FreeNames "closed")

            testAlone "With renames everywhere, variables and open names" (fun () ->
                let tau = 10 * ms
                let membrane = Equations $"dv/dt = (I - v)/{tau} : 1"
                let renamed = membrane.With("v", "u").With("I", "J")
                Expect.sequenceEqual renamed.Names [ "u" ] "variables"
                Expect.sequenceEqual renamed.FreeNames [ "J" ] "open names"
                Expect.sequenceEqual membrane.Names [ "v" ] "the first equations stay as they are")

            testAlone "one channel renamed twice makes two channels" (fun () ->
                let tau = 5 * ms
                let channel = Equations $"dg/dt = -g/{tau} : 1"
                let both = channel.With("g", "ge") + channel.With("g", "gi")
                Expect.sequenceEqual both.Names [ "ge"; "gi" ] "variables")

            testAlone "constants by name travel with their equations" (fun () ->
                let leak =
                    Equations.Parse("dv/dt = -v/tau : 1", Constants.FromPairs [ "tau", box (10 * ms) ])

                let decay =
                    Equations.Parse("dw/dt = -w/tau_w : 1", Constants.FromPairs [ "tau_w", box (20 * ms) ])

                Expect.isEmpty (leak + decay).FreeNames "closed")

            testAlone "a group refuses what is still open, and names every open name once" (fun () ->
                let open' = Equations $"dv/dt = (I + I - v)/tau_m : 1"
                let mistakes = mistakesOf (fun () -> NeuronGroup(1, open'))
                Expect.equal [ for m in mistakes -> m.Code ] [ "BR0201"; "BR0201" ] "I and tau_m")

            testAlone "the same equations serve several groups" (fun () ->
                let tau = 10 * ms
                let equations = Equations $"dv/dt = (N - v)/{tau} : 1"
                let one = NeuronGroup(1, equations)
                let three = NeuronGroup(3, equations)
                use network = new Network(one, three)
                network.Run(1 * second)
                Expect.floatClose Accuracy.high (float one["v"].[0]) 1.0 "N is 1"
                Expect.floatClose Accuracy.high (float three["v"].[2]) 3.0 "N is 3")
        ]

let private diagnostics =
    testList
        "diagnostics"
        [
            testAlone "all mistakes of one text come together, in the order of the text" (fun () ->
                let mistakes =
                    mistakesOf (fun () ->
                        parse "dv/dt = 1 - v : 1\nt : second\nw = 1*mV + 1*ms : 1\nv : 1\nx : 1 (linked)")

                Expect.equal [ for m in mistakes -> m.Line ] [ 1; 2; 3; 4; 5 ] "lines"

                Expect.equal
                    [ for m in mistakes -> m.Code ]
                    [ "BR0208"; "BR0203"; "BR0210"; "BR0202"; "BR0218" ]
                    "codes")

            testAlone "a diagnostic has its parts as properties" (fun () ->
                let mistake =
                    mistakeOf (fun () ->
                        Equations.Parse("w : 1\n  dv/dt = 1 - v : 1", file = "a/neurons.fsx", line = 7))

                Expect.equal mistake.Code "BR0208" "code"
                Expect.equal mistake.File "a/neurons.fsx" "file"
                Expect.equal mistake.ScriptLine 7 "line of the script"
                Expect.equal (mistake.Line, mistake.Column) (2, 11) "place"
                Expect.equal (mistake.Found, mistake.Expected) ("1", "1/second") "found and expected"
                Expect.stringContains mistake.Help "(1 - v)/tau" "a way out"
                Expect.equal mistake.Text "equations" "which text")

            testAlone "one wrong part makes one mistake, not one for everything around it" (fun () ->
                mistakeOf (fun () -> parse "v : volt\nw = 2*(3 + exp(v + 1*ms))/(4*ms) : volt") |> ignore)
        ]

let tests = testList "Checker" [ dimensions; names; composition; diagnostics ]
