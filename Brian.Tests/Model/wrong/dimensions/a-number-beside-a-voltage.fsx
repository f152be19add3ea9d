// A number beside a voltage
NeuronGroup(3, Equations $"dv/dt = (v - 70)/{tau} : volt")
