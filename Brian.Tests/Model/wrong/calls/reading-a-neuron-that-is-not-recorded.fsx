// Reading a neuron that is not recorded
let M = StateMonitor(NeuronGroup(3, membrane), "v", record = [ 0; 2 ])
M["v", 1]
