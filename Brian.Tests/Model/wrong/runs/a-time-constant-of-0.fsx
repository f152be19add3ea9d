// A time constant that nobody has set
let G = NeuronGroup(2, Equations $"""
    dv/dt = (g - v)/tau_v : 1
    dg/dt = -g/{tau} : 1
    tau_v : second
    """)
run (1*ms)
