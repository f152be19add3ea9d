// E33: a threshold that is a quantity
NeuronGroup(1, membrane, threshold = $"{5*mV}", reset = $"v = {vr}")
