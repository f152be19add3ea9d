// Exact with noise that depends on the state
NeuronGroup(3, Equations $"dv/dt = -v/{tau} + v*xi*{tau}**-0.5 : 1", method = Method.Exact)
