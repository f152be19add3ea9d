// Units by their letters
Equations $"dv/dt = (5*V - v)/(3*s) : volt" |> fun eqs -> NeuronGroup(1, eqs)
