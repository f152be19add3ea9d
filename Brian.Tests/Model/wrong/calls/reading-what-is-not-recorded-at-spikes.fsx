// Reading what is not recorded at spikes
let G = NeuronGroup(3, leak, threshold = $"v > 1", reset = $"v = 0")
let S = SpikeMonitor G
S["v"]
