// A misspelt variable
let G = NeuronGroup(3, membrane)
G["vv"]
