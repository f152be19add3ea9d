// A shared subexpression that reads the index
NeuronGroup(3, Equations $"m = 2*i : 1 (shared)")
