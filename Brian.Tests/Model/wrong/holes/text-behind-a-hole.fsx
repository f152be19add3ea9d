// The text behind a hole
Equations $"dv/dt = (1 - v)/{tau} + 1*mV : 1"
