// A verbatim text
Equations $@"dv/dt = (1 - v)/{tau}
    + 1*mV : 1"
