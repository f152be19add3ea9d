// A hole whose name has a combining accent
let tau_é = 10*ms
Equations $"dv/dt = (1 - v)/{tau_é} + 1*mV : 1"
