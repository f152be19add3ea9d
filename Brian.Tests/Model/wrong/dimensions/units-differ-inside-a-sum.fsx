// Units differ inside a sum
NeuronGroup(3, Equations $"dv/dt = -v/{tau} + 1*mV : volt")
