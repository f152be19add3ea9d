// A reset without a threshold
NeuronGroup(3, leak, reset = $"v = 0")
