// A flag for subexpressions on a parameter
NeuronGroup(3, Equations $"v : 1 (constant over dt)")
