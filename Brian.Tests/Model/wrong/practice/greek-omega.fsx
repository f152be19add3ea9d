// The letter omega for ohm
Equations $"x = 5*MΩ : ohm"
