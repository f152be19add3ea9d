// Setting the time
let G = NeuronGroup(3, membrane)
G["t"].Fill(1*ms)
