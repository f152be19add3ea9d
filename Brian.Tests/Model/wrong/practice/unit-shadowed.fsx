// A variable with the name of a unit, used as a unit
Equations $"""
    dx/dt = -x/(10*ms) : 1
    ms : 1
    """
