// A sum over neurons
Equations $"m = sum(v)/N : 1"
