// A model pasted with its name
Equations $"""
    eqs = 'dv/dt = -v/{tau} : 1'
    """
