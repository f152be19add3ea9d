// A time between samples without a unit
StateMonitor(NeuronGroup(3, membrane), "v", dt = 1)
