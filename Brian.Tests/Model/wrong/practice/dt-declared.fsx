// The time step declared
Equations $"""
    dt : second
    N : integer
    """
