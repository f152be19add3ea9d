(**
# A recorded current, played back

An electrode delivers a current that was recorded before: `TimedArray` holds it, and equations call it as a function of time.
The cell has a persistent sodium current, whose activation is a function of our own, written in F#.

Run the page with `dotnet fsi examples/recorded-current.fsx`.
*)

#load "prelude.fsx"

open Brian
open Brian.Units
open Brian.Script

(**
## The recording

Our recording is a simulation itself: a current that fluctuates around its mean, read once every millisecond. One from an
amplifier would be an array of numbers times its unit, `[| 0.18; 0.21; ... |] * nA`.
*)

seed 11

let electrode =
    NeuronGroup(1, Equations $"dI/dt = ({0.16 * nA} - I)/{20 * ms} + {0.05 * nA}*sqrt(2/{20 * ms})*xi : amp")

let recorder = StateMonitor(electrode, "I", dt = 1 * ms)
run (400 * ms)

let recording = TimedArray(recorder["I", 0], 1 * ms, name = "recording")

(**
## A function of our own

`Function.Of` takes the function and the units of its argument and of its result: `v` comes as a number of millivolts, whatever
the model computes in. The model calls it through its hole, and its dimensions are checked like those of `exp`.
*)

let activation =
    Function.Of("activation", (fun v -> 1.0 / (1.0 + exp (-(v + 52.0) / 4.0))), mV, 1)

printfn $"{activation}"

(**
## The cell

Every trial sees the same current, so `recording(t)` is looked up once in a step and not once for each neuron. The trials differ
in how strong the sodium current is.
*)

startScope ()

let C, gL, EL, ENa = 200 * pF, 10 * nS, -70 * mV, 50 * mV

let cells =
    NeuronGroup(
        3,
        Equations
            $"""
            dv/dt = ({recording}(t) + {gL}*({EL} - v) + g*{activation}(v)*({ENa} - v))/{C} : volt
            g : siemens
            """,
        threshold = $"v > -45*mV",
        reset = $"v = -60*mV",
        method = Method.Euler
    )

cells["v"].Fill EL
cells["g"].Set $"i*0.4*nS"

let trace = StateMonitor(cells, [ "v" ])
let spikes = SpikeMonitor cells
run (400 * ms)

let strengths = cells["g"].Values

for neuron in 0 .. cells.N - 1 do
    printfn $"g = {strengths[neuron]}: {spikes.Counts[neuron]} spikes"

let voltages =
    [
        for neuron in 0 .. cells.N - 1 ->
            plotAs $"C{neuron}" $"g = {strengths[neuron]}" (trace.Times / ms) (trace["v", neuron] / mV)
    ]
    |> List.reduce overlay

stacked
    [
        plot (recorder.Times / ms) (recorder["I", 0] / nA)
        |> label "" "I (nA)"
        |> title "The recorded current"
        voltages |> label "Time (ms)" "v (mV)" |> legend
    ]
|> show
