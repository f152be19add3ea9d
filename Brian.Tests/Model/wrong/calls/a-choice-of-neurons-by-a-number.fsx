// A choice of neurons by a number
let G = NeuronGroup(3, membrane)
G.Where $"n"
