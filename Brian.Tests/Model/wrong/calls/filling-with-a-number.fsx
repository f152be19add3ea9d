// Filling with a number
let G = NeuronGroup(3, membrane)
G["v"].Fill 3
