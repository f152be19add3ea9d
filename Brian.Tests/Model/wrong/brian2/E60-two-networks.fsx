// E60: a group in two networks
let G = NeuronGroup(1, leak)
(new Network(G)).Run(1*ms)
(new Network(G)).Run(1*ms)
