// E14: a bracket too many, an operator too many
Equations $"""
    dv/dt = (1-v))/{tau} : 1
    x = v**/2 : 1
    """
