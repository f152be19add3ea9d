// No columns
TimedArray.ForNeurons([], 1*ms)
