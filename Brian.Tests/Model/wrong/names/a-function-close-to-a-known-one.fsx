// An unknown function close to a known one
Equations $"dv/dt = -expo(v)/{tau} : 1"
