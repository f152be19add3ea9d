// A parameter declared constant, changed by the reset
let eqs = Equations $"""
    dv/dt = -v/{tau} : 1
    vt : 1 (constant)
    """
NeuronGroup(1, eqs, threshold = $"v > vt", reset = $"v = 0; vt += 0.1")
