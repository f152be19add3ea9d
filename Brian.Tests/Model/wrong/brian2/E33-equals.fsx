// E33: a threshold with one `=`
NeuronGroup(1, leak, threshold = $"v = 1", reset = $"v = 0")
