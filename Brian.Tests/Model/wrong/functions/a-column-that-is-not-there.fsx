// A column that is not there
let images = TimedArray(array2D [ [ 1.0; 2.0 ]; [ 3.0; 4.0 ] ], nA, 10*ms, name = "images")
NeuronGroup(3, Equations $"dI/dt = ({images}(t, 2) - I)/ms : amp")
