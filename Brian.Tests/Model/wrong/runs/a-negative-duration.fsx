// A negative duration
NeuronGroup(1, leak)
run (-5*ms)
