// A voltage compared with a number
let eqs = Equations $"dv/dt = ({vr} - v)/{tau} : volt"
NeuronGroup(3, eqs, threshold = $"v > 1", reset = $"v = {vr}")
