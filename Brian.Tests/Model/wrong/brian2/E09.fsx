// E9: other forms of a definition
Equations $"""
    dv/dx = v : 1
    w' = -w/{tau} : 1
    x, y : 1
    z : 1; u : 1
    """
