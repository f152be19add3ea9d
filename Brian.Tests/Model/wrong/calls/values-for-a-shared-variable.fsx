// Several values for a shared variable
let G = NeuronGroup(3, Equations $"s : volt (shared)")
G["s"].Assign([| 1.0; 2.0; 3.0 |]*mV)
