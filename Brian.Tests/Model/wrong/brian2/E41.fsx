// E41: a refractory time in volt
NeuronGroup(1, leak, threshold = $"v > 1", reset = $"v = 0", refractoryTime = $"5*mV")
