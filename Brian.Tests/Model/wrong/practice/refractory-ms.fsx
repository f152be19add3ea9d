// A refractory period in volt
NeuronGroup(1, leak, threshold = $"v > 1", reset = $"v = 0", refractory = 5*mV)
