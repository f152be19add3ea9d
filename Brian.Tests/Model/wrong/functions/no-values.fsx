// A timed array of nothing
TimedArray([||]*nA, 1*ms)
