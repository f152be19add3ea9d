// A flag of another kind of line
NeuronGroup(3, Equations $"dv/dt = -v/{tau} : 1 (constant)")
