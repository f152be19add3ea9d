// E60: old and new groups in one run
let G = NeuronGroup(1, leak)
run (1*ms)
let H = NeuronGroup(1, leak)
run (1*ms)
