// A threshold that is a number
NeuronGroup(1, leak, threshold = $"1", reset = $"v = 0")
