/// Splitting: exact on the linear part, of order 2 on the rest.
module Brian.Tests.Integration.SplittingTests

open System
open Expecto
open Brian
open Brian.Tests.Sessions
open Brian.Tests.Recorded.Recorded
open Brian.Tests.Integration

let private simulate (method: Method) dt duration (text: string) start =
    Session.Isolated(fun () ->
        Script.seed 3
        Session.Current.DefaultDt <- dt
        let cells = NeuronGroup(1, Equations.Parse text, method = method)

        for name, value in start do
            cells[name].Fill(Quantity(value: float))

        use network = new Network(cells)
        network.Run(seconds duration)
        Map.ofList [ for name, _ in start -> name, Array.head (values cells name) ])

/// Equations, their slopes for Runge-Kutta, and start values in the order of the variables.
let private models: (string * string * (float -> float[] -> float[]) * (string * float) list) list =
    [
        "a conductance drives a quadratic cell",
        "dv/dt = (g*(2 - v) - v + v**2/3)/(10*ms) : 1\ndg/dt = (h - g)/(5*ms) : 1\ndh/dt = -h/(5*ms) : 1",
        (fun _ x ->
            [|
                (x[1] * (2.0 - x[0]) - x[0] + x[0] * x[0] / 3.0) / 0.01
                (x[2] - x[1]) / 0.005
                -x[2] / 0.005
            |]),
        [ "v", 0.1; "g", 0.5; "h", 2.0 ]
        "a linear equation that depends on the rest",
        "dv/dt = (v - v**3 - w)/(10*ms) : 1\ndw/dt = (v - w)/(20*ms) : 1",
        (fun _ x -> [| (x[0] - x[0] ** 3.0 - x[1]) / 0.01; (x[0] - x[1]) / 0.02 |]),
        [ "v", 0.7; "w", 0.2 ]
        "forcing by the time",
        "dv/dt = (g*cos(2*pi*20*Hz*t) - v**2)/(10*ms) : 1\ndg/dt = -g/(50*ms) : 1",
        (fun t x -> [| (x[1] * cos (2.0 * Math.PI * 20.0 * t) - x[0] * x[0]) / 0.01; -x[1] / 0.05 |]),
        [ "v", 0.4; "g", 1.0 ]
    ]

let private orderTwo =
    [
        for name, text, slope, start in models ->
            testAlone $"{name}: halving the step quarters the error" (fun () ->
                let exact =
                    ExactStepTests.rungeKutta 20000 0.02 slope [| for _, x in start -> x |] |> Array.head

                let error dt =
                    abs ((simulate Method.Splitting dt 0.02 text start)[fst start.Head] - exact)

                let ratio = error 2e-4 / error 1e-4

                if abs (ratio - 4.0) > 0.2 then
                    failtest $"ratio {ratio}, errors {error 2e-4} and {error 1e-4}")
    ]

let tests =
    testList
        "Splitting"
        [
            testList "order" orderTwo

            testAlone "the linear part is that of the exact method, bit for bit" (fun () ->
                let _, text, _, start = models.Head
                let linear = "dg/dt = (h - g)/(5*ms) : 1\ndh/dt = -h/(5*ms) : 1"
                let split = simulate Method.Splitting 1e-4 0.01 text start
                let exact = simulate Method.Exact 1e-4 0.01 linear start.Tail

                for name in [ "g"; "h" ] do
                    Expect.equal split[name] exact[name] name)

            testAlone "a linear model is solved exactly" (fun () ->
                let text =
                    "dv/dt = (g - v)/(10*ms) + xi/second**0.5 : 1\ndg/dt = (sin(100*Hz*t) - g)/(5*ms) : 1"

                let start = [ "v", 0.3; "g", 0.2 ]

                Expect.equal
                    (simulate Method.Splitting 1e-4 0.01 text start)
                    (simulate Method.Exact 1e-4 0.01 text start)
                    "as exact")

            testAlone "noise in both parts: each has its own numbers" (fun () ->
                Script.seed 9

                let cells =
                    NeuronGroup(
                        4000,
                        Equations.Parse
                            "dx/dt = 0.5*x*xi_x/(10*ms)**0.5 : 1\ndy/dt = -y/(10*ms) + xi_y/(10*ms)**0.5 : 1",
                        method = Method.Splitting
                    )

                cells["x"].Fill(Quantity 1.0)
                use network = new Network(cells)
                network.Run(seconds 0.01)
                let logs = values cells "x" |> Array.map log
                let y = values cells "y"

                let within what expected tolerance actual =
                    Expect.floatClose { absolute = tolerance; relative = 0.0 } actual expected what

                // Stratonovich: log x is a Brownian motion of variance 1/4; y has variance (1 - e^-2)/2
                within "mean of log x" 0.0 0.04 (Array.average logs)
                within "variance of log x" 0.25 0.03 (Array.averageBy (fun l -> l * l) logs)
                let variance = (1.0 - exp -2.0) / 2.0
                within "variance of y" variance 0.05 (Array.averageBy (fun y -> y * y) y)

                within
                    "correlation"
                    0.0
                    0.08
                    (Array.average (Array.map2 (*) logs y) / sqrt (0.25 * variance)))

            testAlone "an equation that shares its noise with the rest goes with the rest" (fun () ->
                let cells =
                    NeuronGroup(
                        1,
                        Equations.Parse
                            "dx/dt = -x**3/ms + xi_c/second**0.5 : 1\ndy/dt = xi_c/second**0.5 : 1",
                        method = Method.Splitting
                    )

                use network = new Network(cells)
                network.Run(seconds 1e-4)
                let x, y = valueOf cells "x", valueOf cells "y"
                // one step from 0: x = y - dt/2 y^3/ms
                allClose 1e-12 "x" [| y - 0.05 * y * y * y |] [| x |]
                Expect.notEqual y 0.0 "there was noise")

            testAlone "what is held while refractory stays, whichever part it belongs to" (fun () ->
                let cells =
                    NeuronGroup(
                        1,
                        Equations.Parse
                            "dv/dt = (g + v**2)/ms : 1 (unless refractory)\ndg/dt = (1 - g)/ms : 1 (unless refractory)\ndh/dt = (1 - h)/ms : 1",
                        threshold = plainText "v > 5",
                        reset = plainText "v = 0.5",
                        refractory = seconds 1.0,
                        method = Method.Splitting
                    )

                cells["v"].Fill(Quantity 6.0)
                use network = new Network(cells)
                network.Run(seconds 1e-4)
                let g = valueOf cells "g"
                network.Run(seconds 1e-3)
                Expect.equal (valueOf cells "v") 0.5 "v"
                Expect.equal (valueOf cells "g") g "g"
                Expect.isGreaterThan (valueOf cells "h") 0.6 "h goes on")

            testAlone "it is never chosen without being asked for" (fun () ->
                let _, text, _, _ = models.Head
                Expect.equal (NeuronGroup(1, Equations.Parse text)).MethodName "euler" "the method"

                Expect.equal
                    (NeuronGroup(1, Equations.Parse text, method = Method.Splitting)).MethodName
                    "splitting"
                    "when asked for")
        ]
