// A name that means the index
Equations $"""
    dv/dt = -v/{tau} : 1
    i : integer
    """
