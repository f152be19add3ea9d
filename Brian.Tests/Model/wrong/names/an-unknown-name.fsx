// An unknown name
NeuronGroup(1, Equations $"dv/dt = (1 - v)/kappa : 1")
