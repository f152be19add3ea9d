// lastspike without refractoriness
NeuronGroup(1, Equations $"dv/dt = (exp(-(t - lastspike)/{tau}) - v)/{tau} : 1")
