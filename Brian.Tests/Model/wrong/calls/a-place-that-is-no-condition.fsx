// A place that is no condition
let G = NeuronGroup(3, membrane)
G["v"].Set($"0*mV", where = $"i")
