// A name that means the time
Equations $"t : second"
