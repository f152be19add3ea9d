// Two statements on one line
NeuronGroup(1, leak, threshold = $"v > 1", reset = $"v = 0 v += 0.1")
