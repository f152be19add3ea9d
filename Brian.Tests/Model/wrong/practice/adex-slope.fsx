// The exponential term without its slope factor
Equations $"""
    dv/dt = ({10*nS}*(-70*mV - v) + {10*nS}*exp((v - vT)/dT) - w)/{200*pF} : volt
    w : amp
    vT : volt
    dT : volt
    """
