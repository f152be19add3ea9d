// E5: a variable defined twice
Equations $"""
    v : volt
    v : volt
    """
