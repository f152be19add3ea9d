// Exponents beyond 31 bits
Equations $"""
    v : volt
    w = v**500000000*v**500000000 : volt
    """
