// A name that is a number
Equations $"pi : 1"
