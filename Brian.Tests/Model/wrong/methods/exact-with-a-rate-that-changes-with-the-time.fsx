// Exact with a rate that changes with the time
NeuronGroup(3, Equations $"dv/dt = -v*t/{tau}**2 : 1", method = Method.Exact)
