// E4: the same as a named constant
let tau = 10
NeuronGroup(1, Equations.Parse("dv/dt = -v/tau : 1", names tau))
