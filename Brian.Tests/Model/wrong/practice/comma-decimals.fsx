// Decimals with a comma
NeuronGroup(1, leak, threshold = $"v > 0,8", reset = $"v = 0,1")
