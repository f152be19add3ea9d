// A value of the script read as a variable
let G = NeuronGroup(3, membrane)
G["tau"]
