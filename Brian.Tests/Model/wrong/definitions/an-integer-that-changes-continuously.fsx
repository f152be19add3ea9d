// An integer that changes continuously
NeuronGroup(3, Equations $"dn/dt = -n/{tau} : integer")
