// Values without a unit
let G = NeuronGroup(3, membrane)
G["v"].Assign [ 1.0; 2.0; 3.0 ]
