// Old and new groups together
let G = NeuronGroup(1, leak)
run (1*ms)
let H = NeuronGroup(1, leak)
run (1*ms)
