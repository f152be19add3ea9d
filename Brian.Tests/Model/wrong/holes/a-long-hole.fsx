// A long expression in a hole shows its value
Equations $"dv/dt = (1 - v)/{tau*2.0 + 0.5*ms - 3.0*ms + 1.0*ms} : volt"
