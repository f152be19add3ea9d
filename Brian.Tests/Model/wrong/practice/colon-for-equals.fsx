// A colon instead of `=`
Equations $"x : 3*volt"
