// A name close to that of a hole
let taum = 10*ms
NeuronGroup(1, Equations $"dv/dt = -v/{taum} + 1/tuam : 1")
