// An unknown name in a threshold
let eqs = Equations $"dv/dt = ({vr} - v)/{tau} : volt"
NeuronGroup(3, eqs, threshold = $"v > vth", reset = $"v = {vr}")
