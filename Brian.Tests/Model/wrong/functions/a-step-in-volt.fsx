// A timed array by volts
TimedArray([| 1.0 |]*nA, 1*mV)
