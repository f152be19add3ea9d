// A Hodgkin-Huxley current with the numbers of the paper
Equations $"""
    dv/dt = (120*m**3*h*(50 - v) + 36*n**4*(-77 - v))/{200*pF} : volt
    m : 1
    h : 1
    n : 1
    """
