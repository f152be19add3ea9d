// Branches of two units
NeuronGroup(3, Equations $"""
    v : volt
    w = if v > 0*mV then v else 1 : volt
    """)
