/// Groups and their variables: reading, setting, and staying usable after mistakes.
module Brian.Tests.Api.GroupTests

open Expecto
open Brian
open Brian.Units
open Brian.Tests.Sessions

let private tau = 10 * ms

let private cells count =
    NeuronGroup(
        count,
        Equations
            $"""
            dv/dt = -v/{tau} : volt
            x : 1
            n : integer
            on : boolean
            s : volt (shared)
            twice = 2*v : volt
            """
    )

let private numbers (variable: StateVariable) = variable.Values.SIValues.ToArray()

let private setting =
    testList
        "setting"
        [
            testAlone "all variables start at 0, one value for each neuron" (fun () ->
                let g = cells 3
                Expect.equal (numbers g["v"]) [| 0.0; 0.0; 0.0 |] "v"
                Expect.equal (numbers g["on"]) [| 0.0; 0.0; 0.0 |] "on"
                Expect.equal (numbers g["s"]) [| 0.0 |] "a shared variable has one")

            testAlone "Fill, Assign and Set do what they say" (fun () ->
                let g = cells 3
                g["v"].Fill(-70 * mV)
                Expect.equal (numbers g["v"]) [| -0.07; -0.07; -0.07 |] "filled"
                g["v"].Assign([| 1.0; 2.0; 3.0 |] * mV)
                Expect.equal (numbers g["v"]) [| 0.001; 0.002; 0.003 |] "assigned"
                g["x"].Assign [ 1.0; 2.0; 3.0 ]
                g["v"].Set $"x*mV + v"
                Expect.equal (numbers g["v"]) [| 0.002; 0.004; 0.006 |] "set, itself included"
                Expect.equal g["v"].[1] (4 * mV) "one of them")

            testAlone "a plain 0 fits every unit" (fun () ->
                let g = cells 2
                g["v"].Fill(1 * mV)
                g["v"].Fill(Quantity 0.0)
                g["v"].Set $"0"
                Expect.equal (numbers g["v"]) [| 0.0; 0.0 |] "0 V")

            testAlone "Set with where changes these neurons only" (fun () ->
                let g = cells 4
                g["x"].Set($"i + 1", where = $"i > 1")
                Expect.equal (numbers g["x"]) [| 0.0; 0.0; 3.0; 4.0 |] "the last two"
                g["x"].Set($"-1", where = $"x == 0")
                Expect.equal (numbers g["x"]) [| -1.0; -1.0; 3.0; 4.0 |] "the others")

            testAlone "conditions set booleans, and numbers as 0 and 1" (fun () ->
                let g = cells 3
                g["on"].Set $"i > 0"
                g["x"].Set $"on"
                g["n"].Set $"not on"
                Expect.equal (numbers g["on"]) [| 0.0; 1.0; 1.0 |] "on"
                Expect.equal (numbers g["x"]) [| 0.0; 1.0; 1.0 |] "x"
                Expect.equal (numbers g["n"]) [| 1.0; 0.0; 0.0 |] "n")

            testAlone "a shared variable has one value, and every neuron sees it" (fun () ->
                let g = cells 3
                g["s"].Set $"3*mV"
                Expect.equal (numbers g["s"]) [| 0.003 |] "set"
                g["v"].Set $"s*i"
                Expect.equal (numbers g["v"]) [| 0.0; 0.003; 0.006 |] "used"
                g["s"].Fill(5 * mV)
                Expect.equal g["s"].[2] (5 * mV) "read by a neuron's number"
                g["s"].Assign([| 7.0 |] * mV)
                Expect.equal (numbers g["s"]) [| 0.007 |] "assigned")

            testAlone "values in holes keep their units" (fun () ->
                let g = cells 2
                let low = -70 * mV
                let step = 2
                g["v"].Set $"{low} + {step}*i*mV"
                Expect.equal (g["v"].[1]) (-68 * mV) "from holes")

            testAlone "subexpressions, indices, time and steps can be read" (fun () ->
                let g = cells 2
                g["v"].Fill(3 * mV)
                Expect.equal (numbers g["twice"]) [| 0.006; 0.006 |] "twice"
                Expect.equal (numbers g["i"]) [| 0.0; 1.0 |] "i"
                Expect.equal (numbers g["N"]) [| 2.0; 2.0 |] "N"
                use network = new Network(g)
                network.Dt <- 0.05 * ms
                network.Run(1 * ms)
                Expect.equal (Array.head (numbers g["t"])) 1e-3 "t is the time of the state"
                Expect.equal (Array.head (numbers g["dt"])) 5e-5 "dt is that of the run"
                Expect.equal (Array.head (numbers g["t_in_timesteps"])) 20.0 "steps done")

            testAlone "a copy of the values does not change with the neurons" (fun () ->
                let g = cells 2
                let before = g["v"].Values
                g["v"].Fill(1 * mV)
                Expect.equal (before.SIValues.ToArray()) [| 0.0; 0.0 |] "the copy"
                let v = g["v"]
                g["v"].Fill(2 * mV)
                Expect.equal v[0] (2 * mV) "a variable follows them")
        ]

/// A call that is refused, by what it does; the group must be as before.
let private refused: (string * (NeuronGroup -> unit)) list =
    [
        "a value of another unit", (fun g -> g["v"].Fill(3 * nA))
        "values of another unit", (fun g -> g["v"].Assign([| 1.0; 2.0; 3.0 |] * nA))
        "too many values", (fun g -> g["v"].Assign([| 1.0; 2.0; 3.0; 4.0 |] * mV))
        "a fraction for an integer", (fun g -> g["n"].Assign [ 1.0; 2.0; 2.5 ])
        "an expression with a mistake", (fun g -> g["v"].Set $"1*mV + q")
        "a syntax error", (fun g -> g["v"].Set $"1*mV +")
        "a condition with a mistake", (fun g -> g["v"].Set($"1*mV", where = $"v > 1"))
        "a subexpression", (fun g -> g["twice"].Fill(1 * mV))
        "an unknown variable", (fun g -> g["u"] |> ignore)
        "an index below 0", (fun g -> g["v"].[-1] |> ignore)
        "an index beyond the last", (fun g -> g["v"].[3] |> ignore)
        "a monitor of an unknown variable", (fun g -> StateMonitor(g, "u") |> ignore)
        "a monitor of a neuron there is not", (fun g -> StateMonitor(g, "v", record = [ 3 ]) |> ignore)
        "a spike monitor without threshold", (fun g -> SpikeMonitor g |> ignore)
        "a run of a negative time", (fun _ -> Script.Functions.run (-1 * ms))
        "a run without a unit", (fun _ -> Script.Functions.run (Quantity 5.0))
        "an endless run", (fun _ -> Script.Functions.run (infinity * second))
    ]

let private afterMistakes =
    testList
        "after mistakes"
        [
            for what, call in refused do
                testAlone $"{what} is one mistake, and the group goes on as if nothing had been" (fun () ->
                    let g = cells 3
                    g["v"].Set $"(i + 1)*mV"
                    mistakeOf (fun () -> call g) |> ignore
                    Expect.equal (numbers g["v"]) [| 0.001; 0.002; 0.003 |] "v is as before"
                    Expect.equal (numbers g["n"]) [| 0.0; 0.0; 0.0 |] "n is as before"
                    let trace = StateMonitor(g, "v")
                    Script.Functions.run (1 * ms)
                    Expect.equal trace.Count 10 "it runs, with nothing but what was made rightly"
                    Expect.floatClose Accuracy.high g["v"].[2].SIValue (0.003 * exp -0.1) "and v decays")

            testAlone "a group that could not be made is not simulated" (fun () ->
                let g = cells 1
                mistakeOf (fun () -> NeuronGroup(0, g.Equations)) |> ignore
                mistakeOf (fun () -> NeuronGroup(1, g.Equations, threshold = $"v > 1")) |> ignore
                Script.Functions.run (1 * ms)
                Expect.equal (Session.Current.Objects.Length) 1 "one object")
        ]

let private choosing =
    testList
        "choosing neurons"
        [
            testAlone "Where gives the neurons for which a condition holds now" (fun () ->
                let g = cells 5
                g["v"].Set $"i*mV"
                Expect.sequenceEqual (g.Where $"v > 2.5*mV") [ 3; 4 ] "two of them"
                Expect.sequenceEqual (g.Where $"i %% 2 == 0") [ 0; 2; 4 ] "by index"
                Expect.isEmpty (g.Where $"v < 0") "none"
                let trace = StateMonitor(g, "v", record = g.Where $"twice > 6*mV")
                Expect.sequenceEqual trace.Neurons [ 4 ] "recorded")
        ]

let private noise =
    testList
        "random values"
        [
            testAlone "two Set calls draw different numbers, and rand is between 0 and 1" (fun () ->
                let g = cells 1000
                g["x"].Set $"rand()"
                let first = numbers g["x"]
                g["x"].Set $"rand()"
                let second = numbers g["x"]
                Expect.notEqual first second "another draw"
                Expect.all (Array.append first second) (fun x -> x >= 0.0 && x < 1.0) "in [0, 1)"
                Expect.floatClose { absolute = 0.05; relative = 0.0 } (Array.average first) 0.5 "the mean")

            testAlone "two draws in one expression are independent" (fun () ->
                let g = cells 2000
                g["x"].Set $"rand() - rand()"
                let values = numbers g["x"]
                Expect.floatClose { absolute = 0.05; relative = 0.0 } (Array.average values) 0.0 "mean"

                Expect.floatClose
                    { absolute = 0.02; relative = 0.0 }
                    (values |> Array.averageBy (fun x -> x * x))
                    (1.0 / 6.0)
                    "variance")

            testAlone "randn and poisson have the moments they should" (fun () ->
                let g = cells 4000
                g["x"].Set $"randn()"
                let normal = numbers g["x"]
                Expect.floatClose { absolute = 0.06; relative = 0.0 } (Array.average normal) 0.0 "mean"

                Expect.floatClose
                    { absolute = 0.1; relative = 0.0 }
                    (normal |> Array.averageBy (fun x -> x * x))
                    1.0
                    "variance"

                g["n"].Set $"poisson(3)"

                Expect.floatClose
                    { absolute = 0.15; relative = 0.0 }
                    (Array.average (numbers g["n"]))
                    3.0
                    "mean of poisson"

                Expect.all (numbers g["n"]) (fun n -> n >= 0.0 && n = round n) "whole")

            testAlone "a shared variable draws once" (fun () ->
                let g = cells 5
                g["s"].Set $"rand()*mV"
                Expect.hasLength (numbers g["s"]) 1 "one value"
                Expect.isTrue ((Array.head (numbers g["s"])) > 0.0) "drawn")
        ]

let tests = testList "Groups" [ setting; afterMistakes; choosing; noise ]
