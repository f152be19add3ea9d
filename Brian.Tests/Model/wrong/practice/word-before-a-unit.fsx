// A word in front of a unit
Equations $"""
    v : volt  # membrane potential
    in volt
    """
