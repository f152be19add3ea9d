// Two objects of one name
let G = NeuronGroup(1, leak)
let H = NeuronGroup(1, leak, name = "neurongroup")
(new Network(G, H)).Run(1*ms)
