// White noise without the root of the time constant
Equations $"dv/dt = -v/{tau} + 2*mV*xi : volt"
