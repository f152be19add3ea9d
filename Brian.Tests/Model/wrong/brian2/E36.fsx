// E36: an if statement
NeuronGroup(1, leak, threshold = $"v > 1", reset = $"if v>1: v=0")
