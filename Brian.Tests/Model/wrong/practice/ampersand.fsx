// Conditions joined by &
NeuronGroup(1, leak, threshold = $"(v > 1) & (i > 0)", reset = $"v = 0")
