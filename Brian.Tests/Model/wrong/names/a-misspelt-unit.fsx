// A unit misspelt in an equation
NeuronGroup(1, Equations $"dv/dt = (5*mVolt - v)/{tau} : volt")
