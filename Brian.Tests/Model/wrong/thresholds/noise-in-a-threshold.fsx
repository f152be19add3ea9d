// Noise in a threshold
let eqs = Equations $"dv/dt = ({vr} - v)/{tau} : volt"
NeuronGroup(3, eqs, threshold = $"v > xi*mV", reset = $"v = {vr}")
