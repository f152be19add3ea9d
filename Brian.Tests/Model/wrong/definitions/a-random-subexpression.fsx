// A random subexpression
NeuronGroup(3, Equations $"r = rand() : 1")
