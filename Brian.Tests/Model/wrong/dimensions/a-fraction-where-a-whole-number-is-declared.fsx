// A fraction where a whole number is declared
NeuronGroup(3, Equations $"""
    v : 1
    n = v/2 : integer
    """)
