// Columns of different lengths
TimedArray.ForNeurons([ [| 1.0; 2.0 |]*nA; [| 1.0 |]*nA ], 1*ms)
