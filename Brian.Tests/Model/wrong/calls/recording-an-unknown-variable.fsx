// Recording an unknown variable
StateMonitor(NeuronGroup(3, membrane), "u")
