// One noise in two equations
NeuronGroup(3, Equations $"""
    dv/dt = -v/{tau} + xi*{tau}**-0.5 : 1
    dw/dt = -w/{tau} + xi*{tau}**-0.5 : 1
    """)
