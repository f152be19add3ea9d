// A function that is a parameter too
let alpha = Function.Of("alpha", (fun v -> 0.1*(v + 40.0)/(1.0 - exp(-(v + 40.0)/10.0))), mV, 1/ms)
let text = "dn/dt = (1 - n)*alpha : 1\nalpha : Hz"
NeuronGroup(3, Equations.Parse(text, names(alpha)))
