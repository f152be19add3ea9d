/// The Gaussian transitions of exact integration: moments and law.
module Brian.Tests.Integration.ExactNoiseTests

open System
open Expecto
open Brian
open Brian.Tests.Sessions
open Brian.Tests.Recorded.Recorded

let private n = 20000

let private simulate dt steps (text: string) =
    Script.seed 7
    let cells = NeuronGroup(n, Equations.Parse text, method = Method.Exact)
    Session.Current.DefaultDt <- dt
    use network = new Network(cells)
    network.Run(seconds (dt * float steps))
    [ for name in cells.VariableNames -> name, values cells name ] |> Map.ofList

let private covariance (x: float[]) (y: float[]) =
    let mx, my = Array.average x, Array.average y
    Array.fold2 (fun sum x y -> sum + (x - mx) * (y - my)) 0.0 x y / float (x.Length - 1)

/// Abramowitz and Stegun 7.1.26, error below 1.5e-7.
let private normal x =
    let z = abs x / sqrt 2.0
    let t = 1.0 / (1.0 + 0.3275911 * z)

    let p =
        t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))

    let erf = 1.0 - p * exp (-z * z)
    if x < 0.0 then 0.5 * (1.0 - erf) else 0.5 * (1.0 + erf)

/// The largest distance of the empirical law from a normal one, times the root of the sample size.
let private kolmogorov mean sd (sample: float[]) =
    let sorted = Array.sort sample

    let distance k x =
        let law = normal ((x - mean) / sd)
        max (abs (law - float k / float n)) (abs (law - float (k + 1) / float n))

    sqrt (float n) * (sorted |> Array.mapi distance |> Array.max)

/// Beyond this the law is rejected once in 10000 times.
let private critical = 2.23

/// A covariance is known to about 1/sqrt(n) of its size: five standard errors.
let private near expected size actual =
    if abs (actual - expected) > 5.0 * sqrt 2.0 * size / sqrt (float n) then
        failtest $"{actual} instead of {expected}"

let private ornsteinUhlenbeck = "dv/dt = (2 - v)/(10*ms) + 3*xi/(10*ms)**0.5 : 1"

let tests =
    testList
        "Exact noise"
        [
            for dt, steps in [ 1e-2, 2; 1e-3, 20; 1e-5, 2000 ] do
                testAlone $"Ornstein-Uhlenbeck has its law after 20 ms with dt = {dt * 1e3} ms" (fun () ->
                    let v = (simulate dt steps ornsteinUhlenbeck)["v"]
                    let mean = 2.0 * (1.0 - exp -2.0)
                    let sd = 3.0 * sqrt ((1.0 - exp -4.0) / 2.0)
                    let distance = kolmogorov mean sd v

                    if distance > critical then
                        failtest $"distance {distance}")

            testAlone "it stays stationary at steps of ten time constants" (fun () ->
                let v = (simulate 0.1 50 ornsteinUhlenbeck)["v"]
                let distance = kolmogorov 2.0 (3.0 / sqrt 2.0) v

                if distance > critical then
                    failtest $"distance {distance}")

            testAlone "integrated Brownian motion: a covariance that single draws cannot give" (fun () ->
                // x = integral of w: var w = T, var x = T^3/3, cov = T^2/2
                let result = simulate 0.5 2 "dx/dt = w/second : 1\ndw/dt = xi/second**0.5 : 1"
                near 1.0 1.0 (covariance result["w"] result["w"])
                near (1.0 / 3.0) (1.0 / 3.0) (covariance result["x"] result["x"])
                near 0.5 (sqrt (1.0 / 3.0)) (covariance result["x"] result["w"]))

            testAlone "one noise in two equations is correlated, two noises are not" (fun () ->
                let result =
                    simulate
                        1.0
                        1
                        "da/dt = xi_p/second**0.5 : 1\ndb/dt = -2*xi_p/second**0.5 + xi_q/second**0.5 : 1\ndc/dt = xi_r/second**0.5 : 1"

                near 1.0 1.0 (covariance result["a"] result["a"])
                near 5.0 5.0 (covariance result["b"] result["b"])
                near -2.0 (sqrt 5.0) (covariance result["a"] result["b"])
                near 0.0 1.0 (covariance result["a"] result["c"]))

            testAlone "the same noise in two equal equations: a singular covariance" (fun () ->
                let result =
                    simulate
                        1e-3
                        10
                        "da/dt = -a/(10*ms) + xi_p/ms**0.5 : 1\ndb/dt = -b/(10*ms) + xi_p/ms**0.5 : 1"

                allClose 1e-12 "a and b" result["a"] result["b"])

            testAlone "several noises in one equation add their variances" (fun () ->
                let result = simulate 1.0 1 "dv/dt = (3*xi_a + 4*xi_b)/second**0.5 : 1"
                near 25.0 25.0 (covariance result["v"] result["v"]))

            testAlone "a frozen variable receives no noise" (fun () ->
                Script.seed 3

                let cells =
                    NeuronGroup(
                        10,
                        Equations.Parse
                            "dv/dt = (g - v)/ms + xi/ms**0.5 : 1 (unless refractory)\ndg/dt = -g/ms + xi_2/ms**0.5 : 1",
                        threshold = plainText "v > -1e9",
                        reset = plainText "v = 1",
                        refractory = seconds 1.0,
                        method = Method.Exact
                    )

                Session.Current.DefaultDt <- 1e-4
                use network = new Network(cells)
                network.Run(seconds 1e-3)
                allClose 0.0 "v" (Array.create 10 1.0) (values cells "v")
                Expect.isTrue (values cells "g" |> Array.forall (fun g -> g <> 0.0)) "g goes on")

            testAlone "a factor that depends on t is refused, and so is one of the state" (fun () ->
                for factor, reason in [ "t/ms", "depends on the time"; "v", "depends on the state" ] do
                    let mistake =
                        mistakeOf (fun () ->
                            NeuronGroup(
                                1,
                                Equations.Parse $"dv/dt = -v/ms + {factor}*xi/ms**0.5 : 1",
                                method = Method.Exact
                            ))

                    Expect.stringContains mistake.Title reason "why")
        ]
