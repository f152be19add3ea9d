// E27: noise squared
NeuronGroup(1, Equations $"dv/dt = -v/{tau} + xi**2 : 1")
