/// Moments of simulated noise against those of the stochastic differential equation.
module Brian.Tests.Integration.NoiseTests

open Expecto
open Brian
open Brian.Units
open Brian.Script
open Brian.Tests.Sessions

let private count = 4000
let private tau = 10 * ms

let private final (equations: Equations) (method: Method | null) initial duration =
    seed 11
    let cells = NeuronGroup(count, equations, method = method)
    cells["x"].Fill(Quantity(initial: float))
    use network = new Network(cells)
    network.Run duration
    cells["x"].Values.ToArray()

let private mean (values: float[]) = Array.average values

let private variance (values: float[]) =
    let m = mean values
    values |> Array.averageBy (fun x -> (x - m) ** 2.0)

/// Within five standard errors of a mean, and of the variance of normal numbers.
let private hasMoments expectedMean expectedVariance values =
    let error = sqrt (expectedVariance / float count)
    Expect.floatClose { absolute = 5.0 * error; relative = 0.0 } (mean values) expectedMean "the mean"

    Expect.floatClose
        { absolute = 0.0; relative = 5.0 * sqrt (2.0 / float count) }
        (variance values)
        expectedVariance
        "the variance"

let tests =
    testList
        "Noise"
        [
            testAlone "pure white noise spreads with the square root of time" (fun () ->
                final (Equations $"dx/dt = 2*xi*{tau}**-0.5 : 1") Method.Euler 0.0 (20 * ms)
                |> hasMoments 0.0 8.0)

            testAlone "a leak with noise tends to a variance of sigma**2/2" (fun () ->
                final (Equations $"dx/dt = -x/{tau} + 0.5*xi*{tau}**-0.5 : 1") Method.Euler 1.0 (50 * ms)
                |> hasMoments (exp -5.0) (0.125 * (1.0 - exp -10.0)))

            testAlone "two noises add their variances, one noise twice its amplitudes" (fun () ->
                final (Equations $"dx/dt = (xi_a + xi_b)*{tau}**-0.5 : 1") Method.Euler 0.0 (10 * ms)
                |> hasMoments 0.0 2.0

                startScope ()

                final (Equations $"dx/dt = (xi + xi)*{tau}**-0.5 : 1") Method.Euler 0.0 (10 * ms)
                |> hasMoments 0.0 4.0)

            testAlone "heun converges to Stratonovich's solution: the logarithm of x has mean 0" (fun () ->
                let x =
                    final (Equations $"dx/dt = 0.5*x*xi*{tau}**-0.5 : 1") Method.Heun 1.0 (10 * ms)

                x |> Array.map log |> hasMoments 0.0 0.25)

            testAlone "heun and euler agree where noise does not depend on the state" (fun () ->
                let equations = Equations $"dx/dt = -x/{tau} + 0.5*xi*{tau}**-0.5 : 1"
                let byEuler = final equations Method.Euler 1.0 (5 * ms)
                startScope ()
                let byHeun = final equations Method.Heun 1.0 (5 * ms)
                allClose 1e-9 "x" byEuler byHeun)

            testAlone "a variable held while refractory receives no noise" (fun () ->
                seed 1

                let cells =
                    NeuronGroup(
                        10,
                        Equations $"dx/dt = 1/ms + xi*{tau}**-0.5 : 1 (unless refractory)",
                        threshold = $"x > 0.5",
                        reset = $"x = 0",
                        refractory = 1 * ms,
                        method = Method.Euler
                    )

                let trace = StateMonitor(cells, [ "x"; "not_refractory" ])
                run (5 * ms)

                for neuron in 0..9 do
                    let held = trace["not_refractory", neuron].ToArray()
                    let x = trace["x", neuron].ToArray()

                    for k in 0 .. x.Length - 1 do
                        if held[k] = 0.0 then
                            Expect.equal x[k] 0.0 "held at the reset's value")
        ]
