// A negative mean of poisson
NeuronGroup(3, Equations $"n = poisson(-2) : integer (constant over dt)")
