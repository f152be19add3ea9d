// No time constant in front of one name
NeuronGroup(3, Equations $"dv/dt = v : 1")
