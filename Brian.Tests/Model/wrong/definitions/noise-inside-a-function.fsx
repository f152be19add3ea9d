// Noise inside a function
NeuronGroup(3, Equations $"dv/dt = -v/{tau} + exp(xi*second**0.5)/{tau} : 1")
