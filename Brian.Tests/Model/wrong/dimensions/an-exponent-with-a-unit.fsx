// An exponent with a unit
NeuronGroup(3, Equations $"""
    v : volt
    w = 2**v : 1
    """)
