// A variable with the name of a constant
Equations.Parse("dv/dt = -v/(10*ms) : 1\ntau : second", names tau)
