// A loop of three subexpressions
Equations $"""
    a = b : 1
    b = 2*c : 1
    c = a + 1 : 1
    """
