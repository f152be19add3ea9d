// An unknown variable
let G = NeuronGroup(3, membrane)
G["membrane"]
