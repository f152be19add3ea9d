// Exact with a nonlinear term
NeuronGroup(3, Equations $"dv/dt = (1 - v**2)/{tau} : 1", method = Method.Exact)
