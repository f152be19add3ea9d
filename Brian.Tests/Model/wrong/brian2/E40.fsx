// E40: a refractory period without unit
NeuronGroup(1, leak, threshold = $"v > 1", reset = $"v = 0", refractory = 5)
