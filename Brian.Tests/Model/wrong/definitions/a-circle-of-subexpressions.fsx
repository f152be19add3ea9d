// A circle of subexpressions
NeuronGroup(3, Equations $"""
    a = b + 1 : 1
    b = a : 1
    """)
