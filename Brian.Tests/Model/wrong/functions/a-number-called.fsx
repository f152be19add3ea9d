// A number called
let text = "dn/dt = (1 - n)/tau(3) : 1"
NeuronGroup(3, Equations.Parse(text, names(tau)))
