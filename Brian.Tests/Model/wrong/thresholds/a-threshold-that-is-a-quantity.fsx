// A threshold that is a quantity
let eqs = Equations $"dv/dt = ({vr} - v)/{tau} : volt"
NeuronGroup(3, eqs, threshold = $"5*mV", reset = $"v = {vr}")
