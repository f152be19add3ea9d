// E12: a type by the name of another language
Equations $"x : bool"
