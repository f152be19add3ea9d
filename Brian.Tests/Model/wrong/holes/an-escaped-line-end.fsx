// A text with escaped line ends
Equations $"v : 1\n\tdw/dt = {2*Hz}*w + 1 : 1"
