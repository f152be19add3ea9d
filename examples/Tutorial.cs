#:project ../Brian.Plots/Brian.Plots.fsproj
#:property PublishAot=false

// Three listings of the tutorial in C#: dotnet run -c Release examples/Tutorial.cs
using Brian;
using static Brian.Units;

// A neuron that relaxes towards 1. Values of the program go into the model text through holes, with their units.
var tau = 10 * ms;
var equations = new Equations($"dv/dt = (1 - v)/{tau} : 1");

var cell = new NeuronGroup(1, equations, method: Method.Exact);
var trace = new StateMonitor(cell, "v");
new Network(cell, trace).Run(100 * ms);
Console.WriteLine($"After v = {cell["v"][0]}");

Plots.Line(trace.Times / ms, trace["v", 0]).Label("Time (ms)", "v").Show();

// Spikes: a threshold and a reset.
var spiking = new NeuronGroup(1, equations, threshold: $"v > 0.8", reset: $"v = 0", method: Method.Exact);
var spikes = new SpikeMonitor(spiking);
new Network(spiking, spikes).Run(50 * ms);
Console.WriteLine($"Spike times: {spikes.Times}");

// A hundred neurons with a parameter each: the I-f curve.
var cells = new NeuronGroup(100, new Equations($"""
    dv/dt = (v0 - v)/{tau} : 1 (unless refractory)
    v0 : 1
    """), threshold: $"v > 1", reset: $"v = 0", refractory: 5 * ms, method: Method.Exact);
cells["v0"].Set($"i*{3.0}/(N - 1)");
var counts = new SpikeMonitor(cells);
new Network(cells, counts).Run(1 * second);
Console.WriteLine($"Spikes in all: {counts.Count}");
Console.WriteLine($"Highest rate: {counts.Rates.Max()}");
