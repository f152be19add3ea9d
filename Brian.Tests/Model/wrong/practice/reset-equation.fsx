// An equation in the reset
NeuronGroup(1, leak, threshold = $"v > 1", reset = $"dv/dt = 0 : 1")
