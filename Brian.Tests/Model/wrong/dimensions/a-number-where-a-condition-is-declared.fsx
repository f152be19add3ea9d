// A number where a condition is declared
NeuronGroup(3, Equations $"""
    v : 1
    on = v : boolean
    """)
