// Voltages in the exponentials
Equations $"""
    alpha = 0.07*exp(-(v + 65)/20)/ms : hertz
    v : volt
    """
