// No time constant
NeuronGroup(3, Equations $"dv/dt = 1 - v : 1")
