// dv/dt twice
Equations $"""
    dv/dt = -v/{tau} : 1
    w : 1
    dv/dt = w*Hz : 1
    """
