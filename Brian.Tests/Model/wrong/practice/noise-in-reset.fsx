// Noise in a reset
NeuronGroup(1, leak, threshold = $"v > 1", reset = $"v = 0.1*xi")
