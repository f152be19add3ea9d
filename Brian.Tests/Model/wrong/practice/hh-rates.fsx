// Rates per millisecond as plain numbers
Equations $"""
    dm/dt = alpha*(1 - m) - beta*m : 1
    alpha = 0.1*(v + 40*mV)/(1 - exp(-(v + 40*mV)/(10*mV))) : 1
    beta = 4*exp(-(v + 65*mV)/(18*mV)) : 1
    v : volt
    """
