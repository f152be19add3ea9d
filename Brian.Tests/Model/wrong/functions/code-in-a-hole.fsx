// Code in a hole
let square (x: float) = x*x
Equations $"dv/dt = -{square}(v)/{tau} : 1"
