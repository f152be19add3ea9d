// A result of a wrong unit
let alpha = Function.Of("alpha", (fun v -> 0.1*(v + 40.0)/(1.0 - exp(-(v + 40.0)/10.0))), mV, 1/ms)
NeuronGroup(3, Equations $"dn/dt = {alpha}(-40*mV)*mV : 1")
