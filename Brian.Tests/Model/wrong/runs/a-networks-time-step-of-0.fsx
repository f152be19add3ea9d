// A network's time step of 0
(new Network(NeuronGroup(1, leak))).Dt <- 0*ms
