// A misspelt name, close to a known one
let eqs = Equations $"""
    dv/dt = (1 - v)/tua + w*Hz : 1
    tau_v : second
    wm = 3*ww : 1
    w : 1
    """
NeuronGroup(1, eqs)
