(**
# Introduction to Brian, part 1: Neurons

Everything a first session needs: quantities with units, a neuron from its equations, spikes, refractoriness, many
neurons with parameters, and noise. The listings follow part 1 of the tutorial of the Brian 2 simulator; the words are
ours. Run the whole page with `dotnet fsi examples/tutorial-1-neurons.fsx`, or paste the listings one by one into
`dotnet fsi`.

All scripts start with the following. The first line stands for `#r "nuget: Brian.Plots"` inside this repository.
*)

#load "prelude.fsx"

open Brian
open Brian.Units
open Brian.Script

(*** hide ***)

#load "results.fsx"
open Results

let clock = System.Diagnostics.Stopwatch.StartNew()

(**
## Units

Quantities carry physical dimensions. All basic SI units are there (`volt`, `amp`, `second`, ...) with all the usual
prefixes (`mvolt`, `namp`, ...), and the short names the field uses: `mV` for millivolt, `pF` for picofarad, `Mohm`.
*)

printfn $"{20 * volt}"

(**
A quantity is shown with the prefix that suits it best, and combinations of units do what they should.
*)

printfn $"{1000 * amp}"
printfn $"{1e6 * volt}"
printfn $"{1000 * namp}"
printfn $"{10 * nA * 5 * Mohm}"

(**
What happens when you try something that makes no sense, such as adding amps and volts? It stops, and says why. (The
`try ... with` is here only to let the page go on.)
*)

try
    printfn $"{5 * amp + 10 * volt}"
with error ->
    printfn $"{error.Message}"

(**
## A simple model

A neuron model is a text with one equation on each line. It is a string with a `$` in front, and a value of your script
goes into it through a hole in braces: here the time constant `tau`, with its unit.
*)

let tau = 10 * ms

let eqs =
    Equations
        $"""
        dv/dt = (1 - v)/{tau} : 1
        """

(**
Behind the colon stands the unit of the variable itself, here `1` for a plain number; the two sides of the equation are
then per second. A neuron group is made from a number of neurons and the equations they follow.
*)

let G = NeuronGroup(1, eqs)

(**
Units are proved when the text is read. Leave the time constant out, and there is no model: the left-hand side is per
second, the right-hand side is not. In mathematics one often writes such equations; here they are refused, because the
result would change with the unit that time is measured in.
*)

try
    Equations $"dv/dt = 1 - v : 1" |> ignore
with error ->
    printfn $"{error.Message}"

(**
Back to the good equations, and a simulation of 100 ms. `startScope()` makes `run` forget the groups made before it; every
listing below begins with it. We did not say how the equations are to be integrated, so a note tells what was chosen and
how long that took.
*)

startScope ()
let G1 = NeuronGroup(1, eqs)
run (100 * ms)

(**
Did anything happen? All variables start at 0, so let us look at `v` before and after, and name the method this time:
`Method.Exact` is the closed-form solution.
*)

startScope ()
let G2 = NeuronGroup(1, eqs, method = Method.Exact)
let v = G2["v"]
printfn $"Before v = {v[0]}"
run (100 * ms)
printfn $"After v = {v[0]}"

(**
The equation is solved by `1 - exp(-t/tau)`, so this is what we expect:
*)

let expected = 1 - exp (-100 * ms / tau)
printfn $"Expected value of v = {expected}"

(*** hide ***)
number "v_after_100ms" (float v[0])
number "v_expected" (float expected)

(**
Now a graph of `v` over time. A `StateMonitor` records a variable while the simulation runs.
*)

startScope ()
let G3 = NeuronGroup(1, eqs, method = Method.Exact)
let M3 = StateMonitor(G3, "v")
run (30 * ms)

plot (M3.Times / ms) M3["v", 0] |> label "Time (ms)" "v" |> show

(**
With the analytic solution on top, dashed: the lines coincide. `record = [ 0 ]` records neuron 0 only, which matters in
large groups, where all neurons would take a lot of memory.
*)

startScope ()
let G4 = NeuronGroup(1, eqs, method = Method.Exact)
let M4 = StateMonitor(G4, "v", record = [ 0 ])
run (30 * ms)

plotAs "C0" "Brian" (M4.Times / ms) M4["v", 0]
|> overlay (plotAs "C1--" "Analytic" (M4.Times / ms) (1 - exp (-M4.Times / tau)))
|> label "Time (ms)" "v"
|> legend
|> show

(**
Equations may depend on the time `t`, and variables may start anywhere. Here the forward Euler method is asked for by
name.
*)

startScope ()
let sineEqs = Equations $"dv/dt = (sin(2*pi*100*Hz*t) - v)/{tau} : 1"
let G5 = NeuronGroup(1, sineEqs, method = Method.Euler)
let M5 = StateMonitor(G5, "v", record = [ 0 ])
G5["v"].Fill 5 // initial value
run (60 * ms)

plot (M5.Times / ms) M5["v", 0] |> label "Time (ms)" "v" |> show

(*** hide ***)
let sine = M5["v", 0].ToArray()
numbers "sin_euler_v" [ sine[0]; sine[1]; sine[2]; Array.last sine ]
number "sin_euler_samples" sine.Length

(**
## Adding spikes

So far these are differential equations. A neuron spikes: when the condition `threshold` holds, it has fired, and the
statements in `reset` are executed.
*)

startScope ()

let spiking () =
    NeuronGroup(1, eqs, threshold = $"v > 0.8", reset = $"v = 0", method = Method.Exact)

let G6 = spiking ()
let M6 = StateMonitor(G6, "v", record = [ 0 ])
run (50 * ms)

plot (M6.Times / ms) M6["v", 0] |> label "Time (ms)" "v" |> show

(**
The graph shows the resets. The spikes themselves are recorded by a `SpikeMonitor`.
*)

startScope ()
let G7 = spiking ()
let spikes7 = SpikeMonitor G7
run (50 * ms)
printfn $"Spike times: {spikes7.Times}"

(*** hide ***)
numbers "spikes_ms" (spikes7.Times.In ms)

(**
Spikes on top of the trace: a dashed vertical line at the time of each.
*)

startScope ()
let G8 = spiking ()
let trace8 = StateMonitor(G8, "v", record = [ 0 ])
let spikes8 = SpikeMonitor G8
run (50 * ms)

plot (trace8.Times / ms) trace8["v", 0]
|> vlines (spikes8.Times / ms)
|> label "Time (ms)" "v"
|> show

(**
## Refractoriness

After a spike a real neuron cannot fire again for a while. `refractory` is the duration of that period. Alone it only
forbids spikes; the flag `(unless refractory)` behind the equation also holds `v` still until the period is over.
*)

startScope ()

let refractoryEqs = Equations $"dv/dt = (1 - v)/{tau} : 1 (unless refractory)"

let G9 =
    NeuronGroup(
        1,
        refractoryEqs,
        threshold = $"v > 0.8",
        reset = $"v = 0",
        refractory = 5 * ms,
        method = Method.Exact
    )

let trace9 = StateMonitor(G9, "v", record = [ 0 ])
let spikes9 = SpikeMonitor G9
run (50 * ms)

plot (trace9.Times / ms) trace9["v", 0]
|> vlines (spikes9.Times / ms)
|> label "Time (ms)" "v"
|> show

(*** hide ***)
numbers "refractory_spikes_ms" (spikes9.Times.In ms)

(**
And without the flag, with a faster neuron and a longer period to make it plain: `v` starts to rise again at once and
passes the threshold (dotted) after 8 ms, but the neuron stays silent until 23 ms, when the period of 15 ms is over.
*)

startScope ()
let fast = 5 * ms
let fastEqs = Equations $"dv/dt = (1 - v)/{fast} : 1"

let G10 =
    NeuronGroup(
        1,
        fastEqs,
        threshold = $"v > 0.8",
        reset = $"v = 0",
        refractory = 15 * ms,
        method = Method.Exact
    )

let trace10 = StateMonitor(G10, "v", record = [ 0 ])
let spikes10 = SpikeMonitor G10
run (50 * ms)

plot (trace10.Times / ms) trace10["v", 0]
|> vlines (spikes10.Times / ms)
|> hline 0.8
|> label "Time (ms)" "v"
|> show

printfn $"Spike times: {spikes10.Times}"

(*** hide ***)
numbers "refractory_without_flag_spikes_ms" (spikes10.Times.In ms)

(**
## Multiple neurons

A hundred neurons, each starting from a random value between 0 and 1. The raster plot has a dot for each spike: time to
the right, neuron index upwards. `seed` makes the random numbers the same each time you run this.
*)

startScope ()
seed 1
let N = 100
let manyEqs = Equations $"dv/dt = (2 - v)/{tau} : 1"

let G11 =
    NeuronGroup(N, manyEqs, threshold = $"v > 1", reset = $"v = 0", method = Method.Exact)

G11["v"].Set $"rand()"
let spikes11 = SpikeMonitor G11
run (50 * ms)

raster (spikes11.Times / ms) spikes11.Indices
|> label "Time (ms)" "Neuron index"
|> show

(**
## Parameters

Neurons need not be alike. The line `v0 : 1` declares a parameter: a value for each neuron, without an equation of its
own. Here it is the value that `v` is driven to, and it grows with the neuron index `i` from 0 to `v0_max`. Neurons with
`v0` below the threshold never fire; above it, the larger `v0`, the faster they do. The right panel shows that rate: the
I-f curve of this neuron.
*)

startScope ()
let v0_max = 3.0
let duration = 1000 * ms

let parameterEqs =
    Equations
        $"""
        dv/dt = (v0 - v)/{tau} : 1 (unless refractory)
        v0 : 1
        """

let G12 =
    NeuronGroup(
        N,
        parameterEqs,
        threshold = $"v > 1",
        reset = $"v = 0",
        refractory = 5 * ms,
        method = Method.Exact
    )

let M12 = SpikeMonitor G12
G12["v0"].Set $"i*{v0_max}/(N - 1)"
run duration

subplots
    [
        raster (M12.Times / ms) M12.Indices |> label "Time (ms)" "Neuron index"
        plot G12["v0"].Values (M12.Rates / Hz) |> label "v0" "Firing rate (sp/s)"
    ]
|> show

(*** hide ***)
numbers "if_counts" (Seq.map float M12.Counts)
numbers "if_v0" (G12["v0"].Values.ToArray())

(**
## Stochastic neurons

Noise enters an equation as `xi`, white noise: think of it as a normal random number with mean 0 and standard deviation 1,
scaled so that the result does not depend on the time step. That scale has the unit of the square root of a rate, which is
why it comes with `tau**-0.5`. The Euler method becomes the Euler-Maruyama method.
*)

startScope ()
let sigma = 0.2

let noisyEqs =
    Equations
        $"""
        dv/dt = (v0 - v)/{tau} + {sigma}*xi*{tau}**-0.5 : 1 (unless refractory)
        v0 : 1
        """

let G13 =
    NeuronGroup(
        N,
        noisyEqs,
        threshold = $"v > 1",
        reset = $"v = 0",
        refractory = 5 * ms,
        method = Method.Euler
    )

let M13 = SpikeMonitor G13
G13["v0"].Set $"i*{v0_max}/(N - 1)"
run duration

subplots
    [
        raster (M13.Times / ms) M13.Indices |> label "Time (ms)" "Neuron index"
        plot G13["v0"].Values (M13.Rates / Hz) |> label "v0" "Firing rate (sp/s)"
    ]
|> show

(**
The same figure with noise. Where there was a jump from silence to firing there is now a smooth rise: however small the
drive, the noise may carry `v` over the threshold.
*)

(*** hide ***)
numbers "stochastic_counts" (Seq.map float M13.Counts)

(**
## A last example

Can you tell what this does? The threshold is a variable too: it jumps up at each spike and then relaxes. Record a few of
the neurons with a `StateMonitor` to see it.
*)

startScope ()
let many = 1000
let vr = -70 * mV
let vt0 = -50 * mV
let delta_vt0 = 5 * mV
let tau_t = 100 * ms
let sigmaV = 0.5 * (vt0 - vr)
let v_drive = 2 * (vt0 - vr)

let adaptiveEqs =
    Equations
        $"""
        dv/dt = ({v_drive} + {vr} - v)/{tau} + {sigmaV}*xi*{tau}**-0.5 : volt
        dvt/dt = ({vt0} - vt)/{tau_t} : volt
        """

let G14 =
    NeuronGroup(
        many,
        adaptiveEqs,
        threshold = $"v > vt",
        reset =
            $"""
            v = {vr}
            vt += {delta_vt0}
            """,
        refractory = 5 * ms,
        method = Method.Euler
    )

let spikes14 = SpikeMonitor G14
G14["v"].Set $"rand()*({vt0} - {vr}) + {vr}"
G14["vt"].Fill vt0
run (100 * ms)

let weight = 1 / (many * defaultClock.dt) / Hz
let weights = Array.create spikes14.Count (float weight)

histWeighted weights (spikes14.Times / ms) 100
|> label "Time (ms)" "Instantaneous firing rate (sp/s)"
|> show

(**
One thing about this figure, which is that of the original tutorial: its rates are too high. Each spike is divided by the
number of neurons and by the time step, but a bar counts the spikes of a whole bin. Dividing by the width of the bins
instead gives the rate; the ratio of the two is that width over `dt`, about ten here.
*)

let bars = histogram (spikes14.Times / ms) 100
let binWidth = (bars.Edges[1] - bars.Edges[0]) * ms
let tooHigh = bars.Heights |> Array.map (fun count -> count * float weight)

let trueRate =
    bars.Heights |> Array.map (fun count -> count / float (many * binWidth * Hz))

printfn $"Bins of {binWidth:F3}, {binWidth / defaultClock.dt:F2} time steps"
printfn $"Mean rate: {Array.average trueRate:F1} sp/s, not {Array.average tooHigh:F1} sp/s"

(*** hide ***)
numbers "adaptive_rate_hz" tooHigh
numbers "adaptive_true_rate_hz" trueRate
number "adaptive_spikes" spikes14.Count
number "seconds" clock.Elapsed.TotalSeconds
save ()
