// Recording a neuron there is not
StateMonitor(NeuronGroup(3, membrane), "v", record = [ 0; 3 ])
