// A flag misspelt
Equations $"dv/dt = -v/{tau} : 1 (unles refractory)"
