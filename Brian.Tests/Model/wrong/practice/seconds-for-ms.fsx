// A time constant in hertz
Equations $"dv/dt = -v/{10*Hz} : 1"
