// E8: a differential equation without unit
Equations $"dv/dt = -v/{tau}"
