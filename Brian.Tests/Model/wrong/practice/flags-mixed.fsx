// Flags that do not belong together
Equations $"""
    I = {3*nA} : amp (constant)
    r : 1 (unless refractory)
    """
