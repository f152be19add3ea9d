// A time constant of 0 in coupled equations
let G = NeuronGroup(2, Equations $"""
    dv/dt = (g - v)/tau_v : 1
    dg/dt = -g/{tau} : 1
    tau_v : second
    """)
G["tau_v"].Fill(0*ms)
