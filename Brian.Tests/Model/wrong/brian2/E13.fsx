// E13: a bracket left open
Equations $"dv/dt = (1-v/{tau} : 1"
