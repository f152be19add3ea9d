// A string inside a hole before the mistake
let lookUp (name: string) = if name = "a}" then 2.0 else 3.0
Equations $"""x = {lookUp $"{'a'}}}"}*{lookUp "{"} + 1*ms : 1"""
