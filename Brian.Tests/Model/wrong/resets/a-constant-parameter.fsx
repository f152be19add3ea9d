// A constant parameter
let eqs = Equations $"""
    dv/dt = ({vr} - v)/{tau} : volt
    w : volt (constant)
    s : volt (shared)
    above = v - {vr} : volt
    n : integer
    on : boolean
    """
NeuronGroup(3, eqs, threshold = $"v > 0*mV", reset = $"w = 0*mV")
