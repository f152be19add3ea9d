// An endless duration
NeuronGroup(1, leak)
run (infinity*second)
