// Flags without a comma
Equations $"w : 1 (constant shared)"
