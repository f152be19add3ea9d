// Timestep of a voltage
NeuronGroup(3, Equations $"""
    v : volt
    n = timestep(v, dt) : integer
    """)
