(**
# Exact integration

Many neuron models are linear between spikes, and a linear model needs no small time steps: its solution can be written
down. `Method.Exact` does that, and `eqs.Solution` shows what it found. This page takes five systems for which textbook
formulas divide by zero, for which a determinant vanishes, or for which one usually gives up and takes small steps. Each is
simulated with steps as long as the system itself is fast, and compared with its formula.

Run the page with `dotnet fsi examples/exact-integration.fsx`.
*)

#load "prelude.fsx"

open System
open Brian
open Brian.Units
open Brian.Script

(*** hide ***)

#load "results.fsx"
open Results

(**
What each comparison prints is the largest distance between simulation and formula, over all recorded times:
*)

let largestDistance (simulated: Quantities) (formula: float -> float) (times: Quantities) =
    Array.map2 (fun s t -> abs (s - formula t)) (simulated.ToArray()) (times.In ms)
    |> Array.max

(**
## Equal time constants

A synaptic current `g` that decays with the same time constant with which the membrane `v` follows it makes the alpha
function. The general solution of the two equations has `tau - tau_s` in a denominator, which is 0 here; programs that insert
numbers into it answer with NaN, or with six correct digits where the two time constants differ by a billionth. The solution
itself knows no such difficulty:
*)

let tau = 5 * ms

let alpha =
    Equations
        $"""
        dv/dt = (g - v)/{tau} : 1
        dg/dt = -g/{tau} : 1
        """

printfn $"{alpha.Solution}"

(**
And when the two have names of their own, one formula holds whether they are equal or not. It contains a *divided
difference* of the exponential function, which the last line defines.
*)

let tau_m, tau_s = 5 * ms, 5 * ms

let synapse =
    Equations
        $"""
        dv/dt = (g - v)/{tau_m} : 1
        dg/dt = -g/{tau_s} : 1
        """

printfn $"{synapse.Solution}"

(**
Started with `g = e`, the peak of `v` is 1, at `t = tau`. Dots are steps of 2 ms, the line is the alpha function.
*)

startScope ()
defaultClock.dt <- 2 * ms
let G1 = NeuronGroup(1, synapse, method = Method.Exact)
G1["g"].Fill Math.E
let M1 = StateMonitor(G1, "v")
run (40 * ms)

let alphaFunction (t: float) = t / 5.0 * exp (1.0 - t / 5.0)

let fine (last: float) =
    [| for k in 0..400 -> float k * last / 400.0 |]

plotAs "C0-" "alpha function" (fine 40.0) (Array.map alphaFunction (fine 40.0))
|> overlay (plotAs "C1o" "Brian, dt = 2 ms" (M1.Times / ms) M1["v", 0])
|> label "Time (ms)" "v"
|> legend
|> show

let alphaError = largestDistance M1["v", 0] alphaFunction M1.Times
printfn $"largest distance: {alphaError:G1}"

(*** hide ***)
number "alpha" alphaError

(**
## A damped oscillator

Two equations that depend on each other, with complex rates. `v` and `w` turn around each other 80 times a second and
lose their size with a time constant of 30 ms; the solution is found in terms of sine and cosine.
*)

let f = 80 * Hz
let tau_d = 30 * ms

let oscillator =
    Equations
        $"""
        dv/dt = -v/{tau_d} - 2*pi*{f}*w : 1
        dw/dt = -w/{tau_d} + 2*pi*{f}*v : 1
        """

printfn $"{oscillator.Solution}"

(**
Steps of 5 ms are nearly half a period. The dots still lie on the curve.
*)

startScope ()
defaultClock.dt <- 5 * ms
let G2 = NeuronGroup(1, oscillator, method = Method.Exact)
G2["v"].Fill 1
let M2 = StateMonitor(G2, "v")
run (100 * ms)

let ringing (t: float) =
    exp (-t / 30.0) * cos (2.0 * Math.PI * 0.08 * t)

plotAs "C0-" "exp(-t/tau) cos(2 pi f t)" (fine 100.0) (Array.map ringing (fine 100.0))
|> overlay (plotAs "C1o" "Brian, dt = 5 ms" (M2.Times / ms) M2["v", 0])
|> label "Time (ms)" "v"
|> legend
|> show

let oscillatorError = largestDistance M2["v", 0] ringing M2.Times
printfn $"largest distance: {oscillatorError:G1}"

(*** hide ***)
number "oscillator" oscillatorError

(**
## A singular chain

In a synapse with short-term depression (Tsodyks, Pawelzik and Markram 1998) resources pass from active `y` to inactive
`z` to recovered `x`, and none are lost: the matrix of these equations has no inverse, so that a solution that asks for one
is not found. As formulas:
*)

let tau_in, tau_rec = 3 * ms, 50 * ms

let resources =
    Equations
        $"""
        dx/dt = z/{tau_rec} : 1
        dy/dt = -y/{tau_in} : 1
        dz/dt = y/{tau_in} - z/{tau_rec} : 1
        """

printfn $"{resources.Solution}"

(**
A spike has just made half of the resources active. The step is 10 ms, more than three times the faster time constant.
*)

startScope ()
defaultClock.dt <- 10 * ms
let G3 = NeuronGroup(1, resources, method = Method.Exact)
G3["x"].Fill 0.5
G3["y"].Fill 0.5
let M3 = StateMonitor(G3, [ "x"; "y"; "z" ])
run (200 * ms)

let active t = 0.5 * exp (-t / 3.0)

let inactive t =
    0.5 * 50.0 / (50.0 - 3.0) * (exp (-t / 50.0) - exp (-t / 3.0))

let recovered t = 1.0 - active t - inactive t

[ "x", "C0", recovered; "y", "C1", active; "z", "C2", inactive ]
|> List.map (fun (name, colour, formula) ->
    plotAs (colour + "-") name (fine 200.0) (Array.map formula (fine 200.0))
    |> overlay (plotAs (colour + "o") "" (M3.Times / ms) M3[name, 0]))
|> List.reduce (fun below above -> below |> overlay above)
|> label "Time (ms)" "Resources"
|> legend
|> show

let chainError =
    Seq.max
        [
            for name, formula in [ "x", recovered; "y", active; "z", inactive ] do
                largestDistance M3[name, 0] formula M3.Times
        ]

printfn $"largest distance: {chainError:G1}"

(**
The simplest singular system is an integrator: a leak whose time constant is infinite. It is an ordinary input, and 100 ms of
it are one step.
*)

let endless = infinity * second
let integrator = Equations $"dv/dt = -v/{endless} + {3 * Hz} : 1"

startScope ()
defaultClock.dt <- 100 * ms
let G4 = NeuronGroup(1, integrator, method = Method.Exact)
run (100 * ms)
let integrated = G4["v"]
printfn $"{integrator.Solution}"
printfn $"v after 100 ms: {integrated[0]}"

(*** hide ***)
number "chain" chainError
number "integrator" (float integrated[0])

(**
## Driven by a sine

The last equation of the tutorial's first section, with a drive of 100 Hz. Where the forcing is made of powers, exponentials,
sines and cosines of `t`, there is a formula too: a particular solution, and the way from the present value to it.
*)

let tau_v = 10 * ms
let drive = 100 * Hz
let driven = Equations $"dv/dt = (sin(2*pi*{drive}*t) - v)/{tau_v} : 1"
printfn $"{driven.Solution}"

(**
With five steps in a period, forward Euler is visibly off; the exact values lie on the curve.
*)

let simulateDriven method =
    startScope ()
    defaultClock.dt <- 2 * ms
    let group = NeuronGroup(1, driven, method = method)
    let monitor = StateMonitor(group, "v")
    run (60 * ms)
    monitor

let exact, euler = simulateDriven Method.Exact, simulateDriven Method.Euler

let response (t: float) =
    let w = 2.0 * Math.PI * 0.1

    let particular t =
        (sin (w * t) - 10.0 * w * cos (w * t)) / (1.0 + (10.0 * w) ** 2.0)

    particular t - particular 0.0 * exp (-t / 10.0)

plotAs "C0-" "formula" (fine 60.0) (Array.map response (fine 60.0))
|> overlay (plotAs "C1o" "exact, dt = 2 ms" (exact.Times / ms) exact["v", 0])
|> overlay (plotAs "C2x" "Euler, dt = 2 ms" (euler.Times / ms) euler["v", 0])
|> label "Time (ms)" "v"
|> legend
|> show

let drivenError = largestDistance exact["v", 0] response exact.Times
let eulerError = largestDistance euler["v", 0] response euler.Times
printfn $"largest distance: {drivenError:G1}, with Euler {eulerError:F2}"

(*** hide ***)
number "driven" drivenError
number "euler" eulerError

(**
## Noise

An Ornstein-Uhlenbeck process: a leak with white noise, scaled so that the standard deviation in the long run is `sigma`.
The exact update adds one normal number per step, of just the right size.
*)

let sigma = 0.5
let tau_n = 10 * ms
let noisy = Equations $"dv/dt = -v/{tau_n} + {sigma}*sqrt(2/{tau_n})*xi : 1"
printfn $"{noisy.Solution}"

(**
So one step of 10 ms, which is a whole time constant, leaves the same distribution as a thousand steps of 0.01 ms. Forward
Euler (Euler-Maruyama) with the long step does not: it overshoots by the square root of 2 in the long run.
*)

let neurons = 4000

let after20ms (dt: Quantity) method =
    startScope ()
    seed 3
    defaultClock.dt <- dt
    let group = NeuronGroup(neurons, noisy, method = method)
    run (20 * ms)
    group["v"].Values.ToArray()

let deviation (values: float[]) =
    sqrt (Array.averageBy (fun v -> v * v) values)

let long, short =
    after20ms (10 * ms) Method.Exact, after20ms (0.01 * ms) Method.Exact

let wrong = after20ms (10 * ms) Method.Euler
let expected = sigma * sqrt (1.0 - exp -4.0)

printfn $"standard deviation after 20 ms, formula: {expected:F3}"
printfn $"exact, dt = 10 ms: {deviation long:F3}"
printfn $"exact, dt = 0.01 ms: {deviation short:F3}"
printfn $"Euler, dt = 10 ms: {deviation wrong:F3}"

(**
The three distributions, and the normal density with the deviation of the formula:
*)

let density (values: float[]) format name =
    let bars = histogram values 40
    let width = bars.Edges[1] - bars.Edges[0]
    let middles = [| for k in 0..39 -> (bars.Edges[k] + bars.Edges[k + 1]) / 2.0 |]
    plotAs format name middles [| for count in bars.Heights -> count / (float neurons * width) |]

let points = [| for k in -200 .. 200 -> float k / 80.0 |]

let normal v =
    exp (-v * v / (2.0 * expected * expected)) / (expected * sqrt (2.0 * Math.PI))

plotAs "k-" "formula" points (Array.map normal points)
|> overlay (density long "C0o" "exact, dt = 10 ms")
|> overlay (density short "C1s" "exact, dt = 0.01 ms")
|> overlay (density wrong "C2x" "Euler, dt = 10 ms")
|> label "v after 20 ms" "Density"
|> legend
|> show

(*** hide ***)
numbers "deviations" [ deviation long; deviation short; deviation wrong ]
number "deviation" expected
save ()
