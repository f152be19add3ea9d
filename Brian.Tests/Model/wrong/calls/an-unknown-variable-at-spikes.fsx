// An unknown variable at spikes
let G = NeuronGroup(3, leak, threshold = $"v > 1", reset = $"v = 0")
SpikeMonitor(G, variables = [ "u" ])
