// Several holes before the mistake
let gl, El, C = 10*nS, -70*mV, 200*pF
Equations $"dv/dt = ({gl}*({El} - v) + {20*pA})/{C} + {3*nA} : volt"
