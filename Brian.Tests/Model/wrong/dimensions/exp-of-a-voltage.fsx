// Exp of a voltage
NeuronGroup(3, Equations $"dv/dt = exp(v)*mV/{tau} : volt")
