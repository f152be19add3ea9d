// A constant given without its unit
let x0 = 2.5
NeuronGroup(3, Equations $"dv/dt = (1 - v)/{x0} : 1")
