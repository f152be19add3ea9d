// A number behind not
NeuronGroup(3, Equations $"""
    v : 1
    on = not v : boolean
    """)
