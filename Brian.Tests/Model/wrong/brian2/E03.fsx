// E3: a voltage added to a voltage per second
Equations $"dv/dt = -v/{tau} + 1*mV : volt"
