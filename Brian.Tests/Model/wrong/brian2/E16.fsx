// E16: a condition behind the value
Equations $"""
    x = 1 if v>0 else 0 : 1
    v : 1
    """
