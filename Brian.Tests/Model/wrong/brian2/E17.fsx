// E17: an index
Equations $"""
    x = a[0]*v : 1
    v : 1
    """
