// E11: a unit in the plural
Equations $"x : volts"
