// A new time step that does not fit the time
NeuronGroup(1, leak)
run (0.3*ms)
defaultClock.dt <- 0.2*ms
run (1*ms)
