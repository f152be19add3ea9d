// A hole whose name is wide
let 時定数 = 10*ms
Equations $"dv/dt = (1 - v)/{時定数} + 1*mV : 1"
