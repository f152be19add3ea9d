// E20: limits of two units
Equations $"""
    x = clip(v, 0*mV, 1) : volt
    v : volt
    """
