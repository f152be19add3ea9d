// Setting a subexpression
let G = NeuronGroup(3, membrane + Equations $"above = v - {vr} : volt")
G["above"].Fill(1*mV)
