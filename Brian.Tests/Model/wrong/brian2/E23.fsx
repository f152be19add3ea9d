// E23: a function as a variable
Equations $"dv/dt = -exp/{tau} : 1"
