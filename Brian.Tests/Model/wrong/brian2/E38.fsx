// E38: what a reset cannot change
let eqs = Equations $"""
    dv/dt = -v/{tau} : 1
    c = 2*v : 1
    s : 1 (shared)
    k : 1 (constant)
    """
NeuronGroup(1, eqs, threshold = $"v > 1", reset = $"N = 5; t = 0*ms; c = 3; s = 1; k = 1; v = 0")
