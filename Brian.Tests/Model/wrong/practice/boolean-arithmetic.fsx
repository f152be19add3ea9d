// A condition set to a number
let eqs = Equations $"""
    dv/dt = -v/{tau} : 1
    active : boolean
    """
NeuronGroup(1, eqs, threshold = $"v > 1", reset = $"v = 0; active = 2")
