// E42: a plain number into a voltage
let G = NeuronGroup(1, membrane)
G["v"].Fill 3
