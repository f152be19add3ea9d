// A model pasted from a paper
Equations $"""
    dV/dt = (E_L − V)/τ_m + I/C_µ : volt
    E_L : volt
    """
