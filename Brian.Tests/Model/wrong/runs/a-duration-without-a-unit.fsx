// A duration without a unit
NeuronGroup(1, leak)
run 100
