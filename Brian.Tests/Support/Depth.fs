/// How much longer than usual the counted tests run: `dotnet fsi build.fsx deep`.
module Brian.Tests.Depth

open System

/// 1 in the test command; what BRIAN_DEEP says otherwise.
let factor =
    match Environment.GetEnvironmentVariable "BRIAN_DEEP" with
    | null
    | "" -> 1
    | factor -> int factor
