// An argument like a later one
Function.OfArray("f", Array.sum, ValueUnit.Of 1, ValueUnit.Like 2, ValueUnit.Of mV)
