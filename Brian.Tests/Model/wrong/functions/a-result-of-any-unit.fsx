// A result of any unit
Function.OfArray("f", (fun x -> x[0]), ValueUnit.Any, ValueUnit.Of 1)
