// Exact with a root of the time
NeuronGroup(3, Equations $"dv/dt = (sqrt(t/{tau}) - v)/{tau} : 1", method = Method.Exact)
