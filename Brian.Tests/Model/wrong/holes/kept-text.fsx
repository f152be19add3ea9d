// Text kept in a variable
let condition = code $"v > {5*mV}"
NeuronGroup(1, leak, threshold = condition, reset = $"v = 0")
