// Products without their sign
Equations $"""
    I = g(E - v) : amp
    J = 2g : siemens
    v : volt
    E : volt
    g : siemens
    """
