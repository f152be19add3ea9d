// Functions with the name of their library
Equations $"dv/dt = -np.exp(v)/{tau} : 1"
