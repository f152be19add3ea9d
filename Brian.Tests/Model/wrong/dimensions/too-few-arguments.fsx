// Too few arguments
NeuronGroup(3, Equations $"""
    v : 1
    w = clip(v, 0) : 1
    """)
