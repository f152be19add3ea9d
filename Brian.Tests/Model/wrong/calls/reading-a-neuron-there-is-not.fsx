// Reading a neuron there is not
let M = StateMonitor(NeuronGroup(3, membrane), "v")
M["v", 7]
