// A conductance density multiplied by no area
Equations $"""
    dv/dt = {120*mS/cm**2.0}*(50*mV - v)/{1*uF} : volt
    """
