// A function without arguments
Equations $"dv/dt = -exp/{tau} : 1"
