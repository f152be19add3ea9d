// Mistakes in equations, threshold, reset and call together
let eqs = Equations $"""
    dv/dt = (I - v)/tua : 1
    w : 1 (constant)
    """
NeuronGroup(0, eqs,
    threshold = $"v > vth",
    reset = $"v = 0*mV; w = 1; x = 2",
    refractoryTime = $"5")
