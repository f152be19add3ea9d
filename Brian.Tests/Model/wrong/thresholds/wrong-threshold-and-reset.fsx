// Wrong threshold and reset together
NeuronGroup(3, leak, threshold = $"v > 1*mV", reset = $"u = 0")
