// A function without arguments
Function.OfArray("one", (fun _ -> 1.0), ValueUnit.Of 1)
