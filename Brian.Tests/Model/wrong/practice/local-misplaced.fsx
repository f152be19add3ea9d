// A local used before it is introduced
NeuronGroup(1, leak, threshold = $"v > 1", reset = $"v = x; let x = 0.5")
