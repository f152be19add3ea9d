// E10: a scaled unit declared
Equations $"x : mV"
