// Clip with limits of two kinds
NeuronGroup(3, Equations $"""
    v : volt
    w = clip(v, 0*mV, 1) : volt
    """)
