// Izhikevich's equations as printed
Equations $"""
    dv/dt = 0.04*v**2 + 5*v + 140 - u + I : volt
    du/dt = 0.02*(0.2*v - u) : volt
    I : volt
    """
