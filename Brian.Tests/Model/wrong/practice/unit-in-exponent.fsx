// A power with its unit outside
Equations $"""
    x = v**2*mV : volt
    v : volt
    """
