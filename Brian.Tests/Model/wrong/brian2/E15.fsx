// E15: a power written with a caret
Equations $"dv/dt = -v^2/{tau} : 1"
