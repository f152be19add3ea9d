// A function whose name is no word
Function.Of("alpha m", (fun x -> x), 1, 1)
