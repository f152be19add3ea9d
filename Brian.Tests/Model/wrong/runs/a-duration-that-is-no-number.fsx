// A duration that is no number
NeuronGroup(1, leak)
run (nan*second)
