// E22: a variable called
Equations $"dv/dt = v(3)/{tau} : 1"
