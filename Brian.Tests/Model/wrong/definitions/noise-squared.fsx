// Noise squared
NeuronGroup(3, Equations $"dv/dt = -v/{tau} + xi**2 : 1")
