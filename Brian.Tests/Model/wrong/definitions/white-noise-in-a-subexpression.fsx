// White noise in a subexpression
NeuronGroup(3, Equations $"I = xi*second**0.5 : 1")
