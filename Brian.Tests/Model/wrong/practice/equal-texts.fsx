// One wrong text in three places
NeuronGroup(1, leak, threshold=$"x", reset = $"x", refractoryTime = $"x")
