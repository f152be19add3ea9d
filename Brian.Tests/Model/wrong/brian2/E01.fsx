// E1: a time constant misspelt
Equations.Parse("dv/dt = (1-v)/tua : 1", names tau) |> fun eqs -> NeuronGroup(1, eqs)
