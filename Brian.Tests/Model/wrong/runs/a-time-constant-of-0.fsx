// A time constant that nobody has set
NeuronGroup(2, Equations $"""
    dv/dt = (w - v)/tau_v : 1
    dw/dt = -w/{tau} : 1
    tau_v : second
    """, method = Method.Exact)
run (1*ms)
