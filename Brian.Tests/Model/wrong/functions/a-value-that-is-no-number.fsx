// A timed array with a hole in it
TimedArray([| 1.0; nan |]*nA, 1*ms)
