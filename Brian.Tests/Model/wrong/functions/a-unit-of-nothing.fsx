// A unit of nothing
Function.Of("f", (fun x -> x), 0*mV, 1)
