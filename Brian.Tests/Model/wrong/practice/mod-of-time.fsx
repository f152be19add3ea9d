// A time compared with a number of steps
Equations $"on = (t %% (10*ms)) < 2 : boolean"
