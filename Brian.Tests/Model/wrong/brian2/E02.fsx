// E2: no time constant
Equations $"dv/dt = 1-v : 1"
