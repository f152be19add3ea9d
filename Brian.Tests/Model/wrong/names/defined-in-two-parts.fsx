// A variable that two joined sets of equations define
let leaking = Equations $"dv/dt = -v/{tau} : 1"
let driven = Equations $"""
    w : 1
    dv/dt = w/{tau} : 1
    """
leaking + driven
