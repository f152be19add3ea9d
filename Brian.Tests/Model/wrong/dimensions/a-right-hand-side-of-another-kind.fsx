// A right-hand side of another kind
NeuronGroup(3, Equations $"dv/dt = ({vr} - v)/{tau}*amp : volt")
