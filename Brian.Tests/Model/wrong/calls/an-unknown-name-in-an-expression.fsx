// An unknown name in an expression
let G = NeuronGroup(3, membrane)
G["v"].Set $"rand()*vt"
