// Filling with another unit
let G = NeuronGroup(3, membrane)
G["v"].Fill(3*nA)
