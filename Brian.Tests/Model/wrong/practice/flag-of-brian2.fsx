// A flag that is written elsewhere
Equations $"I = {3*nA} : amp (event-driven)"
