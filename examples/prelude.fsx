// Loaded first by every example. #I, not only #r: F# Interactive looks for native libraries under runtimes/ of the #I
// folders only. Outside this repository, `#r "nuget: Brian.Plots"` takes the place of these lines.
#I "../Brian.Plots/bin/Release/net10.0"
#r "Brian.Engine.dll"
#r "Brian.Dsl.dll"
#r "Brian.Plots.dll"
