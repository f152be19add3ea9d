// A duration in volt
NeuronGroup(1, leak)
run (100*mV)
