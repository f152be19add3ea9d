// Run as a script: it ends at the first mistake.
#I "../../bin/Release/net10.0"
#r "Brian.Engine.dll"
#r "Brian.Dsl.dll"

open Brian.Units

let add a b = a + b

printfn "before"
add (5*amp) (10*volt)
printfn "never"
