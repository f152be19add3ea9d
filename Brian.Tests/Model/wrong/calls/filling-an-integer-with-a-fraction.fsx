// Filling an integer with a fraction
let G = NeuronGroup(3, membrane)
G["n"].Fill 1.5
