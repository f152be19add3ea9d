// Capital letters
NeuronGroup(1, leak, threshold = $"V > 1", reset = $"V = 0")
