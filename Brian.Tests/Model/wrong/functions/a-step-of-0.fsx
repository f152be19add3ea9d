// A timed array that stands still
TimedArray([| 1.0 |]*nA, 0*ms)
