// An unknown flag
NeuronGroup(3, Equations $"v : 1 (linked)")
