// A number behind and
let eqs = Equations $"dv/dt = ({vr} - v)/{tau} : volt"
NeuronGroup(3, eqs, threshold = $"v > 0*mV and 1", reset = $"v = {vr}")
