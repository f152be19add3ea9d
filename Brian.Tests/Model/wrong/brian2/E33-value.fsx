// E33: a threshold that is a value
NeuronGroup(1, membrane, threshold = $"v", reset = $"v = {vr}")
