// A percent sign before the mistake
Equations $"x = (7 %% 2) + 5 %% {3} + 1*ms : 1"
