// A threshold that is no condition
let eqs = Equations $"dv/dt = ({vr} - v)/{tau} : volt"
NeuronGroup(3, eqs, threshold = $"v", reset = $"v = {vr}")
