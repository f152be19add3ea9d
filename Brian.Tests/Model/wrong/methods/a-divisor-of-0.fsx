// A divisor of 0
NeuronGroup(1, Equations $"""
    dv/dt = (g - v)/(0*ms) : 1
    dg/dt = -g/{tau} : 1
    """)
