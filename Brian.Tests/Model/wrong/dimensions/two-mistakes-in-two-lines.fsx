// Two mistakes in two lines
NeuronGroup(3, Equations $"""
    dv/dt = -v/{tau} + 1*mV : volt
    dw/dt = 1 - w : 1
    """)
