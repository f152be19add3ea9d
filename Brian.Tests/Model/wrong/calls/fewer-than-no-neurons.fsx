// Fewer than no neurons
NeuronGroup(-1, leak)
