// A monitor without its group
let M = StateMonitor(NeuronGroup(1, leak), "v", name = "M")
(new Network(M)).Run(1*ms)
