// Too many arguments
NeuronGroup(3, Equations $"""
    v : 1
    w = rand(3) : 1 (constant over dt)
    """)
