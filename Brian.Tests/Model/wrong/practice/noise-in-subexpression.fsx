// Noise in an input current
Equations $"""
    dv/dt = (I - v)/{tau} : volt
    I = 3*mV + 1*mV*xi*{tau}**0.5 : volt
    """
