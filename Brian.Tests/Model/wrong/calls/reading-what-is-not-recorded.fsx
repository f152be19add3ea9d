// Reading what is not recorded
let M = StateMonitor(NeuronGroup(3, membrane), "v")
M["n", 0]
