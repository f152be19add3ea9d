// A number as a condition of if
NeuronGroup(3, Equations $"""
    v : 1
    w = if v then 1 else 0 : 1
    """)
