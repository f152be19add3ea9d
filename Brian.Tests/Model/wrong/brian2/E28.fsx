// E28: one noise in two equations
Equations $"""
    dv/dt = -v/{tau} + xi*{tau}**-0.5 : 1
    dw/dt = -w/{tau} + xi*{tau}**-0.5 : 1
    """
