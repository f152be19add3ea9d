// An adaptation step without its unit
let eqs = Equations $"""
    dv/dt = (-70*mV - v)/{tau} : volt
    dw/dt = -w/{tau} : amp
    """
NeuronGroup(1, eqs, threshold = $"v > 20*mV", reset = $"v = -65*mV; w += 0.05")
