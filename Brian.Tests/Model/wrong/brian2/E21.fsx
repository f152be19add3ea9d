// E21: a power of a voltage that varies
Equations $"""
    y = v**x : volt
    v : volt
    x : 1
    """
