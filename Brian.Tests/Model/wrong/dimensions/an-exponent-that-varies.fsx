// An exponent that varies
NeuronGroup(3, Equations $"""
    v : volt
    x : 1
    w = v**x : volt
    """)
