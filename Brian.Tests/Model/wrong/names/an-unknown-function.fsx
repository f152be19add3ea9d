// An unknown function
Equations $"dv/dt = -heaviside(v)/{tau} : 1"
