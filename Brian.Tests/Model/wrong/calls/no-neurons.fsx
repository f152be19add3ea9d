// No neurons
NeuronGroup(0, leak)
