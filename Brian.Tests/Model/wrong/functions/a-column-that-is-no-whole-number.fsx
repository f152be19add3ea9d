// A column that is no whole number
let images = TimedArray(array2D [ [ 1.0; 2.0 ]; [ 3.0; 4.0 ] ], nA, 10*ms, name = "images")
NeuronGroup(3, Equations $"dI/dt = ({images}(t, t/second) - I)/ms : amp")
