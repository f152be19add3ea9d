// Exact with coupled equations whose coefficient is computed in every step
NeuronGroup(3, Equations $"""
    dv/dt = (w - v)/tm : 1
    dw/dt = (v - w)/tm : 1
    tm = {tau}*(1 + rand()) : second (constant over dt)
    """, method = Method.Exact)
