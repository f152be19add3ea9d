// A counter increased as in C
let eqs = Equations $"""
    dv/dt = -v/{tau} : 1
    spikes : integer
    """
NeuronGroup(1, eqs, threshold = $"v > 1", reset = $"v = 0; spikes++")
