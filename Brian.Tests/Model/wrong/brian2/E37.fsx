// E37: a reset without threshold
NeuronGroup(1, leak, reset = $"v = 0")
