// A number where a unit is declared
NeuronGroup(3, Equations $"I = 3 : amp")
