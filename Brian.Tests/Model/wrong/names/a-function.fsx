// A name that is a function
Equations $"exp : 1"
