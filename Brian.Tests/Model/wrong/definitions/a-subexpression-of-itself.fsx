// A subexpression of itself
NeuronGroup(3, Equations $"a = a + 1 : 1")
