// A hole without its unit
let bare = 10
Equations $"dv/dt = (1 - v)/{bare} : 1"
