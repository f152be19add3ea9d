// E34: a plain number for a voltage
NeuronGroup(1, membrane, threshold = $"v > -50*mV", reset = $"v = -70")
