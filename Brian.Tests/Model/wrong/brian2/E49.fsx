// E49: recording what there is not
StateMonitor(NeuronGroup(1, leak), "foo")
