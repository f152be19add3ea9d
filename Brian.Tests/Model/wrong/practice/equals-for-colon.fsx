// `=` instead of a colon
Equations $"x = volt"
