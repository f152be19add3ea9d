// E32: a voltage compared with a number
NeuronGroup(1, membrane, threshold = $"v > 1", reset = $"v = {vr}")
