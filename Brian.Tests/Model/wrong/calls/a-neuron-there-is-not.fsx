// A neuron there is not
let G = NeuronGroup(3, membrane)
G["v"].[3]
