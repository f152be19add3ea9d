// A shared subexpression that reads a neuron
NeuronGroup(3, Equations $"""
    v : 1
    m = 2*v : 1 (shared)
    """)
