// A condition where a unit is declared
NeuronGroup(3, Equations $"""
    v : volt
    on = v > 0*mV : volt
    """)
