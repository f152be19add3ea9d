// A first value in the equations
Equations $"""
    dv/dt = -v/{tau} : 1
    v(0) = 1
    """
