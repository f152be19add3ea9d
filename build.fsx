// The one build script: dotnet fsi build.fsx <target>. Without a target it lists them.
#load "build/literate.fsx"

open System
open System.Collections.Generic
open System.Diagnostics
open System.IO

let root = __SOURCE_DIRECTORY__
let at (path: string) = Path.Combine(root, path)

/// Named steps with what they need first.
module Target =
    let private steps = Dictionary<string, string * string list * (unit -> unit)>()

    let create name (purpose: string) needs action = steps[name] <- (purpose, needs, action)

    let list () =
        printfn "dotnet fsi build.fsx <target>"

        for step in steps do
            let purpose, _, _ = step.Value
            printfn "  %-10s %s" step.Key purpose

    let run wanted =
        if not (steps.ContainsKey wanted) then
            eprintfn "There is no target '%s'." wanted
            list ()
            exit 2

        let rec order finished name =
            if List.contains name finished then
                finished
            else
                let _, needs, _ = steps[name]
                List.fold order finished needs @ [ name ]

        for name in order [] wanted do
            let clock = Stopwatch.StartNew()
            let _, _, action = steps[name]
            action ()

            // the wanted target has the last word
            if name <> wanted then
                printfn "%-10s %6.1f s" name clock.Elapsed.TotalSeconds

let runWith (environment: (string * string) list) (program: string) (arguments: string list) =
    let start = ProcessStartInfo(program, arguments, WorkingDirectory = root)

    for name, value in environment do
        start.Environment[name] <- value

    use child = Process.Start start
    child.WaitForExit()

    if child.ExitCode <> 0 then
        eprintfn "%s %s: exit code %d" program (String.Join(' ', arguments)) child.ExitCode
        exit child.ExitCode

let dotnet = runWith [] "dotnet"

/// Touched by every restore; a restore that finds nothing to do leaves NuGet's own files as old as they were.
let restored = at "paket-files/restored"

/// Has a file that decides what is restored changed since the last restore, or has a result gone?
let restoreIsStale () =
    let projects =
        [
            "Brian.Engine"
            "Brian.Dsl"
            "Brian.Plots"
            "Brian.Benchmarks"
            "Brian.Tests"
        ]

    let inputs =
        [
            "paket.dependencies"
            "paket.lock"
            "Directory.Build.props"
            "Directory.Build.targets"
            "global.json"
            "seed/Seed.proj"
            for project in projects do
                $"{project}/paket.references"
        ]
        |> List.map at
        |> List.append
            [
                for project in projects do
                    yield! Directory.GetFiles(at project, "*.*proj")
            ]

    let home = Environment.GetFolderPath Environment.SpecialFolder.UserProfile

    let results =
        [
            for project in projects do
                at $"{project}/obj/project.assets.json"
        ]

    let packages =
        [
            for name in [ "fparsec"; "scottplot"; "expecto" ] do
                Path.Combine(home, ".nuget", "packages", name)
        ]

    let changed (path: string) = File.GetLastWriteTimeUtc path

    not (File.Exists restored)
    || not (List.forall File.Exists results)
    || not (List.forall Directory.Exists packages)
    || List.max (List.map changed inputs) > changed restored

let tests =
    [ "run"; "--project"; "Brian.Tests"; "-c"; "Release"; "--no-build"; "--" ]

/// The processor's name, fit for a file.
let processor () =
    let name =
        if File.Exists "/proc/cpuinfo" then
            File.ReadLines "/proc/cpuinfo"
            |> Seq.tryFind (fun line -> line.StartsWith("model name", StringComparison.Ordinal))
            |> Option.map (fun line -> line.Substring(line.IndexOf ':' + 1))
        else
            None

    let name =
        name
        |> Option.orElse (Option.ofObj (Environment.GetEnvironmentVariable "PROCESSOR_IDENTIFIER"))
        |> Option.defaultValue (string Runtime.InteropServices.RuntimeInformation.ProcessArchitecture)

    let words =
        name.Split([| ' '; ','; '('; ')'; '@'; '/' |], StringSplitOptions.RemoveEmptyEntries)

    String.Join('-', words).ToLowerInvariant()

/// The literate scripts, by the names of their pages.
let pages =
    [ "tutorial", "tutorial-1-neurons"; "exact-integration", "exact-integration" ]

let weave names =
    let style = File.ReadAllText(at "build/page.css")

    for name in names do
        match List.tryFind (fst >> (=) name) pages with
        | None ->
            let known = String.Join(", ", List.map fst pages)
            eprintfn "There is no page '%s'. There are %s." name known
            exit 2
        | Some(_, script) ->
            let exitCode = Literate.weave (at $"examples/{script}.fsx") (at $"out/{name}") style

            if exitCode <> 0 then
                eprintfn "%s.fsx stopped with exit code %d." script exitCode
                exit exitCode

            printfn "\nThe page with all figures: out/%s/index.html" name

Target.create "restore" "fetches what paket.lock names" [] (fun () ->
    if restoreIsStale () then
        dotnet [ "restore"; "Brian.slnx"; "-v"; "q" ]
        Directory.CreateDirectory(at "paket-files") |> ignore
        File.WriteAllText(restored, ""))

Target.create "build" "builds everything" [ "restore" ] (fun () ->
    dotnet
        [
            "build"
            "Brian.slnx"
            "--no-restore"
            "-c"
            "Release"
            "-v"
            "q"
            "--nologo"
            "-clp:NoSummary"
        ])

Target.create "weave" "runs a literate script by its page's name, without building" [] (fun () ->
    weave (fsi.CommandLineArgs |> Array.skip 2))

Target.create "tutorial" "builds, runs the tutorial and writes out/tutorial/index.html" [ "build" ] (fun () ->
    weave [ "tutorial" ])

Target.create
    "examples"
    "builds, runs all literate scripts and writes their pages below out"
    [ "build" ]
    (fun () -> weave (List.map fst pages))

Target.create "bench" "measures speed; writes a table for this processor" [ "build" ] (fun () ->
    let runtime = Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier
    let published = at "out/bench"

    // restored apart: a runtime of its own must not change what the other targets restored
    dotnet
        [
            "publish"
            "Brian.Benchmarks"
            "-c"
            "Release"
            "-r"
            runtime
            "--self-contained"
            "false"
            "-p:PublishReadyToRun=true"
            "-v"
            "q"
            "--nologo"
            "-o"
            published
        ]

    let suites = fsi.CommandLineArgs |> Array.skip 2
    let results = at $"Brian.Benchmarks/results/{processor ()}.md"
    let save = if suites.Length = 0 then [ "--save"; results ] else []
    runWith [] (Path.Combine(published, "Brian.Benchmarks")) (List.ofArray suites @ save))

Target.create
    "test"
    "builds, runs all tests and examples; ends with 'N passed, N failed'"
    [ "build" ]
    (fun () -> dotnet tests)

Target.create "deep" "the same with the property and fuzz counts that take long" [ "build" ] (fun () ->
    runWith [ ("BRIAN_DEEP", "50") ] "dotnet" tests)

Target.create "docs" "builds and writes the pages made from sources: docs/errors" [ "build" ] (fun () ->
    runWith [ ("UPDATE_GOLDEN", "1") ] "dotnet" (tests @ [ "--filter-test-list"; "Error pages" ]))

Target.create "format" "formats all sources" [] (fun () ->
    dotnet [ "tool"; "restore" ]

    dotnet
        [
            "fantomas"
            "Brian.Dsl"
            "Brian.Plots"
            "Brian.Tests"
            "Brian.Benchmarks"
            "build.fsx"
            "build"
            "examples"
        ]

    for project in [ "Brian.Engine"; "Brian.Benchmarks" ] do
        dotnet [ "format"; $"{project}/{project}.csproj" ])

match List.ofArray fsi.CommandLineArgs with
| _ :: target :: _ -> Target.run target
| _ -> Target.list ()
