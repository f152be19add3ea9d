// A hole of the wrong unit
Equations $"dv/dt = (1 - v)/{tau} : volt"
