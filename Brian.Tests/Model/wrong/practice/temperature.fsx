// Degrees Celsius
Equations $"""
    Q = 3**((T - 36)/10) : 1
    T : kelvin
    """
