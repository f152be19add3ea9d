// A default time step without a unit
defaultClock.dt <- 0.1
