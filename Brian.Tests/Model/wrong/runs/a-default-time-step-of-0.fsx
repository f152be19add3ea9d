// A default time step of 0
defaultClock.dt <- 0*ms
