// A function named like another
Function.Of("exp", (fun x -> x), 1, 1)
