/// Zeros by which equations would be divided: welcome where a solution exists, else refused where they are given.
module Brian.Tests.Integration.ZeroTests

open Expecto
open Brian
open Brian.Tests.Sessions
open Brian.Tests.Recorded.Recorded

let private coupled =
    "dv/dt = (g - v)/tau : 1\ndg/dt = -g/ms : 1\ntau : second\nx : 1"

let private alone = "dv/dt = (x - v)/tau : 1\ntau : second\nx : 1"

let private capacitance =
    "dv/dt = (E - v)/(R*C) + I/C : volt\nE : volt\nR : ohm\nC : farad\nI : amp"

let private cells (text: string) =
    NeuronGroup(3, Equations.Parse text, method = Method.Exact)

let private refuses what text name (give: StateVariable -> unit) (said: string list) =
    testAlone what (fun () ->
        let group = cells text
        let before = values group name
        let mistake = mistakeOf (fun () -> give group[name])

        for part in said do
            Expect.stringContains (string mistake) part "the message"

        Expect.equal (values group name) before "nothing was set")

let private assign (xs: float list) (variable: StateVariable) =
    variable.Assign(Quantities.Wrap(List.toArray xs, variable.Dimension))

let tests =
    testList
        "Zeros"
        [
            testAlone "a time constant of +0 in an equation that stands alone: the target at once" (fun () ->
                let group = cells alone
                assign [ 0.0; 1e-3; infinity ] group["tau"]
                group["x"].Fill(Quantity 7.0)
                use network = new Network(group)
                network.Run(seconds 1e-4)
                allClose 1e-15 "v" [| 7.0; 7.0 * (1.0 - exp -0.1); 0.0 |] (values group "v"))

            testAlone "with noise too" (fun () ->
                let group = cells "dv/dt = (5 - v)/tau + 3*xi/second**0.5 : 1\ntau : second"
                use network = new Network(group)
                network.Run(seconds 1e-4)
                Expect.equal (values group "v") [| 5.0; 5.0; 5.0 |] "v")

            refuses
                "a time constant of -0"
                alone
                "tau"
                (assign [ 1e-3; -0.0; 1e-3 ])
                [ "tau of neuron 1 is 0" ]
            refuses
                "0 in coupled equations, one value each"
                coupled
                "tau"
                (assign [ 1e-3; 1e-3; 0.0 ])
                [ "tau of neuron 2 is 0" ]
            refuses
                "0 in coupled equations, one value for all"
                coupled
                "tau"
                (fun tau -> tau.Fill(Quantity 0.0))
                [ "tau of neuron 0 is 0" ]
            refuses
                "0 in coupled equations, by an expression"
                coupled
                "tau"
                (fun tau -> tau.Set(plainText "i*ms"))
                [ "tau of neuron 0 is 0" ]
            refuses
                "0 in coupled equations, by an expression for some neurons"
                (coupled.Replace("dg/dt = -g/ms", "dg/dt = -g/(tau + 1*ms)"))
                "tau"
                (fun tau ->
                    tau.Set(plainText "-0*ms", where = plainText "i == 1")
                    tau.Fill(Quantity 0.0))
                [ "is 0" ]
            refuses
                "0 in another divisor of an equation that stands alone"
                capacitance
                "C"
                (fun c -> c.Fill(Quantity 0.0))
                [ "C of neuron 0 is 0" ]

            testAlone "what has not been set yet is no obstacle to setting some neurons" (fun () ->
                let group = cells coupled
                group["tau"].Set(plainText "2*ms", where = plainText "i > 0")
                group["tau"].Set(plainText "1*ms", where = plainText "i == 0")
                Expect.equal (values group "tau") [| 1e-3; 2e-3; 2e-3 |] "tau")

            testAlone "what was never set is named at the start of a run" (fun () ->
                for text, name in [ coupled, "tau"; capacitance, "R" ] do
                    let group = cells text
                    use network = new Network(group)
                    let mistake = mistakeOf (fun () -> network.Run(seconds 1e-4))
                    Expect.stringContains mistake.Title "of neuron 0 is 0" name
                    Expect.equal mistake.Code "BR0427" "code"
                    Expect.stringContains (string mistake) "ZeroTests.fs" "where the group was made")

            testAlone "a divisor that adds up to 0 is named with the parameters" (fun () ->
                let group =
                    cells "dv/dt = (g - v)/(a - b) : 1\ndg/dt = -g/ms : 1\na : second\nb : second"

                group["a"].Fill(seconds 1e-3)
                assign [ 2e-3; 1e-3; 2e-3 ] group["b"]
                use network = new Network(group)
                let mistake = mistakeOf (fun () -> network.Run(seconds 1e-4))
                Expect.stringContains (string mistake) "neuron 1" "which neuron"
                Expect.stringContains (string mistake) "a = 0.001, b = 0.001" "the values")

            testAlone "a 0 in the text" (fun () ->
                for text, good in
                    [
                        "dv/dt = (5 - v)/(0*ms) : 1", true
                        "dv/dt = (5 - v)/(-0*ms) : 1", false
                        "dv/dt = (5 - v)/ms + 1/(0*ms) : 1", false
                        "dv/dt = (1*ms/(0*ms) - v)/ms : 1", false
                        "dv/dt = (g - v)/(0*ms) : 1\ndg/dt = -g/ms : 1", false
                        "dv/dt = (g - v**2)/(0*ms) : 1\ng : 1", false
                        "dv/dt = (exp(-1/(0*ms)*ms) - v)/ms : 1", true
                    ] do
                    if good then
                        NeuronGroup(1, Equations.Parse text) |> ignore
                    else
                        let mistake = mistakeOf (fun () -> NeuronGroup(1, Equations.Parse text))
                        Expect.equal mistake.Code "BR0303" text
                        Expect.stringContains mistake.Title "is divided by 0" text)

            testAlone "other methods take what they are given" (fun () ->
                let group = NeuronGroup(1, Equations.Parse coupled, method = Method.Euler)
                group["tau"].Fill(Quantity 0.0))
        ]
