// E43: a misspelt variable of a group
let G = NeuronGroup(1, membrane)
G["vv"].Fill 3
