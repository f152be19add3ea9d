// A reset that only names the variable
NeuronGroup(1, leak, threshold = $"v > 1", reset = $"v")
