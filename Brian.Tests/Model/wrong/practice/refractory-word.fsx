// A refractory time with its unit behind it
NeuronGroup(1, leak, threshold = $"v > 1", reset = $"v = 0", refractoryTime = $"5 ms")
