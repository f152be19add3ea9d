/// What mistakes look like on the screen: F# Interactive as one types, scripts, and a console program, whole.
module Brian.Tests.Model.ScreenTests

open System
open System.Diagnostics
open System.IO
open System.Text
open System.Threading.Tasks
open Expecto
open Brian.Tests

let private folder = Golden.path "Model/screen"

/// Everything a command shows, and how it ends. Its output and its errors are two streams, which a screen mixes.
let private show (input: string) (arguments: string list) =
    let utf8 = UTF8Encoding false

    let start =
        ProcessStartInfo(
            "dotnet",
            arguments,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8
        )

    // no dump of the memory when a program ends in an error
    start.Environment["DOTNET_DbgEnableMiniDump"] <- "0"

    match Process.Start start with
    | null -> failwith "dotnet does not start"
    | child ->
        use child = child
        let output = child.StandardOutput.ReadToEndAsync()
        let error = child.StandardError.ReadToEndAsync()
        child.StandardInput.Write input
        child.StandardInput.Close()
        child.WaitForExit()
        Task.WaitAll(output, error)

        let text (task: Task<string>) =
            task.Result
                .ReplaceLineEndings("\n")
                .Replace(folder + string Path.DirectorySeparatorChar, "")
                .Trim()

        let ending = if child.ExitCode = 0 then "ends well" else "ends in an error"
        $"---- output\n{text output}\n---- errors\n{text error}\n---- {ending}\n"

let private interactive =
    [
        "fsi"
        "--quiet"
        "--nologo"
        "--nowarn:20,3391"
        $"-I:{AppContext.BaseDirectory}"
        "-r:Brian.Engine.dll"
        "-r:Brian.Dsl.dll"
    ]

let private check (name: string) shown =
    Golden.check $"Model/screen/{name}.expected" shown

let tests =
    testSequenced (
        testList
            "Screen"
            [
                test "mistakes typed into F# Interactive" {
                    check "session" (show (File.ReadAllText(Path.Combine(folder, "session.fsx"))) interactive)
                }
                test "a script that ends in a wrong model" {
                    check "script" (show "" [ "fsi"; "script.fsx" ])
                }
                test "a script that ends in wrong arithmetic" {
                    check "arithmetic" (show "" [ "fsi"; "--nowarn:20"; "arithmetic.fsx" ])
                }
                test "a console program" { check "console" (show "" [ "run"; "-c"; "Release"; "Wrong.cs" ]) }
            ]
    )
