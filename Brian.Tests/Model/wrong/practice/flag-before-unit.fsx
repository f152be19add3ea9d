// A flag before the unit
Equations $"dv/dt = -v/{tau} (unless refractory) : 1"
