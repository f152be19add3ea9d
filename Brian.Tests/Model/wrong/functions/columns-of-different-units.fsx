// Columns of different units
TimedArray.ForNeurons([ [| 1.0 |]*nA; [| 1.0 |]*mV ], 1*ms)
