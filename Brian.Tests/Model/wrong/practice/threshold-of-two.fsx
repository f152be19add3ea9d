// A threshold on the values of two neurons
NeuronGroup(2, leak, threshold = $"v[0] > v[1]", reset = $"v = 0")
