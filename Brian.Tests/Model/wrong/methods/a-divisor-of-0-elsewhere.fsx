// A divisor of 0 where a time constant stands elsewhere
NeuronGroup(1, Equations $"dv/dt = (1 - v)/{tau} + 2/(0*ms) : 1")
