// A refractory time that is a condition
let eqs = Equations $"dv/dt = ({vr} - v)/{tau} : volt"
NeuronGroup(3, eqs, threshold = $"v > 0*mV", reset = $"v = {vr}", refractoryTime = $"v > 0*mV")
