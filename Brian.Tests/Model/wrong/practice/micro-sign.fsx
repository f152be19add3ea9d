// The micro sign in a unit
Equations $"x = 5*µS : siemens"
