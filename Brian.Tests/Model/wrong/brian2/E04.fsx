// E4: a time constant given without its unit
let tau = 10
Equations $"dv/dt = -v/{tau} : 1"
