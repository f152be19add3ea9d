// A logarithm by its mathematical name
Equations $"x = ln(2) : 1"
