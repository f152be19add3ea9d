// Exact with a nonlinear term in a subexpression
NeuronGroup(1, Equations $"""
    dv/dt = (I - v)/{tau} : 1
    I = g*(2 - v) : 1
    dg/dt = -g/{tau} : 1
    """, method = Method.Exact)
