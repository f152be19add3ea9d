// E44: another number of values
let G = NeuronGroup(3, leak)
G["v"].Assign [ 1.0; 2.0 ]
