// An expression of another unit
let G = NeuronGroup(3, membrane)
G["v"].Set $"rand()"
