// E27: noise in a function
NeuronGroup(1, Equations $"dv/dt = -v/{tau} + exp(xi*second**0.5)/{tau} : 1")
