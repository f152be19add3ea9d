// A formula that begins on the next line with its unit forgotten
Equations $"""
    dv/dt = ({vr} - v)/{tau}
            + 3*mV/ms
    w : 1
    """
