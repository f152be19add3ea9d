// Rounding a voltage
NeuronGroup(3, Equations $"""
    v : volt
    w = floor(v) : volt
    """)
