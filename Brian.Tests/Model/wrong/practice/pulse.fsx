// A pulse by a comparison with plain numbers
Equations $"I = int(t > 5)*nA : amp"
