// E19: exp of a voltage
Equations $"dv/dt = exp(v)*volt/{tau} : volt"
