// A subexpression of another unit
NeuronGroup(3, Equations $"""
    dv/dt = (I - v)/{tau} : volt
    I = v/{tau} : volt
    """)
