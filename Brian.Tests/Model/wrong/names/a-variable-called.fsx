// A variable called
Equations $"dv/dt = -v(3)/{tau} : 1"
