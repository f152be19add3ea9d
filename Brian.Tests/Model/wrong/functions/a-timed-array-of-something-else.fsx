// A timed array of something else
let current = TimedArray([| 0.0; 2.0; 1.0 |]*nA, 10*ms, name = "current")
NeuronGroup(3, Equations $"dI/dt = ({current}(I) - I)/ms : amp")
