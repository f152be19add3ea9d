// E25: exact with a square
NeuronGroup(1, Equations $"dv/dt = -v**2/{tau} : 1", method = Method.Exact)
