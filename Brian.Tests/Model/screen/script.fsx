// Run as a script: it ends at the first mistake.
#I "../../bin/Release/net10.0"
#r "Brian.Engine.dll"
#r "Brian.Dsl.dll"

open Brian
open Brian.Units

let tau = 10*ms
let eqs = Equations $"dv/dt = (1 - v)/{tau} : 1"

let build () =
    NeuronGroup(1, eqs, threshold = $"v > 1*mV", reset = $"vv = 0")

printfn "before"
let cells = build ()
printfn "never"
