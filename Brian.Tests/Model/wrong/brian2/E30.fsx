// E30: a group of -1 neurons
NeuronGroup(-1, leak)
