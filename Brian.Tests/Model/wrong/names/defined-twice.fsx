// A name defined twice
Equations $"""
    v : volt
    w : 1
    v : 1
    """
