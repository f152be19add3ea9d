// Constants among the equations
Equations $"""
    tau = 10*ms
    dv/dt = -v/tau : 1
    """
