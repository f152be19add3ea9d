// A variable called mV, used as a unit
Equations $"""
    dv/dt = (mV - v + 5*mV)/{tau} : volt
    mV : 1
    """
