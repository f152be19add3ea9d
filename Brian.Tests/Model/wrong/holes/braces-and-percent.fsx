// Braces and percent signs before the mistake
Equations $"x = 7 %% 2 + {{ 3 }} + 1*ms : 1"
