// A name that means white noise
Equations $"xi_1 : 1"
