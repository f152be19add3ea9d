// E35: a misspelt variable in the reset
NeuronGroup(1, leak, threshold = $"v > 1", reset = $"vv = 0")
