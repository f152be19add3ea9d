// Recording no neuron
StateMonitor(NeuronGroup(3, membrane), "v", record = [])
