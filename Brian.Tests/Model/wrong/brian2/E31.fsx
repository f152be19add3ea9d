// E31: subexpressions in a circle
Equations $"""
    a = b : 1
    b = a : 1
    """
