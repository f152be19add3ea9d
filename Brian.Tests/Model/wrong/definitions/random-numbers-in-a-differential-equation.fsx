// Random numbers in a differential equation
NeuronGroup(3, Equations $"dv/dt = (rand() - v)/{tau} : 1")
