// A name assigned in a reset but declared nowhere
let eqs = Equations $"""
    dv/dt = -v/{tau} : 1
    weight : 1
    """
NeuronGroup(1, eqs, threshold = $"v > 1", reset = $"v = 0; weigth += 1; temporary = 2*v")
