// One constant, two values
let v = Equations.Parse("dv/dt = -v/tau : 1", Constants.From {| tau = 10*ms |})
let w = Equations.Parse("dw/dt = -w/tau : 1", Constants.From {| tau = 20*ms |})
v + w
