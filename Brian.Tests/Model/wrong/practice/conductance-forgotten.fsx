// A current divided by nothing
Equations $"""
    dv/dt = (I - {10*nS}*(v - {vr})) : volt
    I : amp
    """
