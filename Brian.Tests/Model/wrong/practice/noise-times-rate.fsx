// White noise divided by the time constant
Equations $"dv/dt = (-v + 2*mV*xi)/{tau} : volt"
