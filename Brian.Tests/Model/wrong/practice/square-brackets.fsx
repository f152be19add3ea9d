// Square brackets for round ones
Equations $"dv/dt = [1 - v]/{tau} : 1"
