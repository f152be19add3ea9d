// A shared variable set for each neuron
let G = NeuronGroup(3, Equations $"s : volt (shared)")
G["s"].Set $"i*mV"
