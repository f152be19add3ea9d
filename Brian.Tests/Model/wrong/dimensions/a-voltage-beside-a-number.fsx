// A voltage beside a number
NeuronGroup(3, Equations $"dv/dt = (3 - v)/{tau} : volt")
