// Noise as a first value
let G = NeuronGroup(10, leak)
G["v"].Set $"xi*{tau}**0.5"
