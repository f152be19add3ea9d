// E47: a run of 100
NeuronGroup(1, leak)
run 100
