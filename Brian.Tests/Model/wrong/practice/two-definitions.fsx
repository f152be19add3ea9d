// Two definitions on one line
Equations $"dv/dt = -v/{tau} : 1 dw/dt = -w/{tau} : 1"
