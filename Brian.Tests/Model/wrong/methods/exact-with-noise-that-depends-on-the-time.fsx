// Exact with noise that depends on the time
NeuronGroup(3, Equations $"dv/dt = -v/{tau} + t/{tau}*xi*{tau}**-0.5 : 1", method = Method.Exact)
