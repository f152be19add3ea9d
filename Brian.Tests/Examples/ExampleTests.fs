/// Runs the examples as a user does, in processes of their own, and looks at what they print and write.
module Brian.Tests.Examples.ExampleTests

open System
open System.Diagnostics
open System.IO
open System.Text.Json
open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto

/// The folder of the repository: the nearest one above the test program that holds build.fsx.
let private root =
    let rec find (folder: DirectoryInfo | null) =
        match folder with
        | null -> failwith "the tests must run inside the repository"
        | folder when File.Exists(Path.Combine(folder.FullName, "build.fsx")) -> folder.FullName
        | folder -> find folder.Parent

    find (DirectoryInfo AppContext.BaseDirectory)

/// Exit code, standard output and standard error of a command in the repository.
let private run (environment: (string * string) list) (arguments: string list) =
    let start = ProcessStartInfo("dotnet", arguments, WorkingDirectory = root)
    start.RedirectStandardOutput <- true
    start.RedirectStandardError <- true

    for name, value in environment do
        start.Environment[name] <- value

    match Process.Start start with
    | null -> failwith "dotnet does not start"
    | child ->
        use child = child
        let output = child.StandardOutput.ReadToEndAsync()
        let error = child.StandardError.ReadToEndAsync()
        child.WaitForExit()
        Task.WaitAll(output, error)
        struct (child.ExitCode, output.Result, error.Result)

let private page = lazy (run [] [ "fsi"; "build.fsx"; "weave" ])

let private out (file: string) =
    Path.Combine(root, "out", "tutorial", file)

let private results =
    lazy
        let struct (exitCode, output, error) = page.Value
        Expect.equal exitCode 0 $"the tutorial runs\n{output}\n{error}"
        JsonDocument.Parse(File.ReadAllText(out "results.json")).RootElement

let private number (key: string) =
    results.Value.GetProperty(key).GetDouble()

let private numbers (key: string) =
    [| for item in results.Value.GetProperty(key).EnumerateArray() -> item.GetDouble() |]

let private close tolerance actual expected message =
    Expect.hasLength actual (Array.length expected) message

    for a, e in Array.zip actual expected do
        Expect.isLessThanOrEqual (abs (a - e)) tolerance $"{message}: {a} is {e}"

let private tutorial =
    testList
        "the tutorial"
        [
            test "prints what Brian 2's tutorial prints" {
                results.Force() |> ignore
                let struct (_, output, error) = page.Value

                let expected =
                    [
                        "20 V"
                        "1 kA"
                        "1 MV"
                        "1 uA"
                        "50 mV"
                        "Cannot calculate 5 A + 10 V"
                        "dv/dt has the wrong dimension"
                        "Before v = 0"
                        "After v = 0.9999546000702376"
                        "Expected value of v = 0.9999546000702375"
                        "Spike times: [16 32.1 48.2] ms"
                        "Spike times: [8 23 38] ms"
                    ]

                let mutable at = 0

                for line in expected do
                    let found = output.IndexOf(line, at, StringComparison.Ordinal)
                    Expect.isGreaterThanOrEqual found 0 $"'{line}' is printed, after the lines before it"
                    at <- found + line.Length

                Expect.stringContains
                    error
                    "No numerical integration method specified for group 'neurongroup', using method 'exact'"
                    "the choice of a method is told"
            }

            test "gives the known numbers" {
                close 1e-14 [| number "v_after_100ms" |] [| 0.9999546000702376 |] "v after 100 ms"
                close 1e-14 [| number "v_expected" |] [| 0.9999546000702375 |] "v expected"
                close 1e-9 (numbers "spikes_ms") [| 16.0; 32.1; 48.2 |] "spike times"
                close 1e-9 (numbers "refractory_spikes_ms") [| 16.0; 37.0 |] "refractory spike times"

                close
                    1e-9
                    (numbers "refractory_without_flag_spikes_ms")
                    [| 8.0; 23.0; 38.0 |]
                    "without the flag"

                close
                    1e-14
                    (Array.truncate 3 (numbers "sin_euler_v"))
                    [| 5.0; 4.95; 4.901127905195294 |]
                    "sine model"

                Expect.equal (number "sin_euler_samples") 600.0 "samples of the sine model"
            }

            test "counts the spikes of the I-f curve exactly" {
                let counts = numbers "if_counts"
                Expect.hasLength counts 100 "neurons"
                Expect.equal (Array.sum counts) 5273.0 "all spikes"

                Expect.equal
                    counts[33..36]
                    [| 0.0; 24.0; 29.0; 33.0 |]
                    "neuron 33 is driven to the threshold exactly and is silent"

                Expect.equal counts[99] 111.0 "the fastest neuron"
                close 1e-15 (numbers "if_v0") (Array.init 100 (fun i -> float i * 3.0 / 99.0)) "v0"
            }

            test "records the stochastic listings" {
                Expect.hasLength (numbers "stochastic_counts") 100 "neurons"
                let rates, trueRates = numbers "adaptive_rate_hz", numbers "adaptive_true_rate_hz"
                Expect.hasLength rates 100 "bins"
                let spikes = number "adaptive_spikes"

                Expect.floatClose
                    Accuracy.high
                    (Array.sum rates)
                    (spikes * 10.0)
                    "the original formula: spikes/(N dt)"

                let ratio = rates[0] / trueRates[0]
                Expect.isTrue (ratio > 9.0 && ratio <= 10.0) "bin width over dt is a little less than 10"
                Expect.isGreaterThan (number "seconds") 0.0 "time taken"
            }

            test "draws eleven figures as PNG and SVG" {
                results.Force() |> ignore

                for k in 1..11 do
                    Expect.isTrue (File.Exists(out $"figure-{k:D2}.png")) $"figure-{k:D2}.png"

                    Expect.stringContains
                        (File.ReadAllText(out $"figure-{k:D2}.svg"))
                        "</svg>"
                        $"figure-{k:D2}.svg is whole"

                Expect.isFalse (File.Exists(out "figure-12.png")) "no more than eleven"
            }

            test "is woven into one page that needs nothing else" {
                results.Force() |> ignore
                let html = File.ReadAllText(out "index.html")
                Expect.equal (Regex.Matches(html, "<figure").Count) 11 "all figures are on the page"
                Expect.equal (Regex.Matches(html, "src=\"(?!data:)").Count) 0 "no picture is fetched"
                Expect.equal (Regex.Matches(html, "<(script|link)").Count) 0 "nothing else is fetched"
                Expect.stringContains html "Spike times: [16 32.1 48.2] ms" "printed output is on the page"
                Expect.stringContains html "using method &#39;exact&#39;" "notes are on the page"
                Expect.isFalse (html.Contains "BRIAN_RESULTS") "hidden code is not"
            }
        ]

let private scripts =
    testList
        "scripts"
        [
            test "a recorded current is played back to three cells" {
                let struct (exitCode, output, error) =
                    run [ ("BRIAN_FIGURES", "none") ] [ "fsi"; "examples/recorded-current.fsx" ]

                Expect.equal exitCode 0 $"the script runs\n{output}\n{error}"

                for line in
                    [
                        "activation(v : mV) : 1"
                        "g = 0 S: 0 spikes"
                        "g = 0.4 nS: 2 spikes"
                        "g = 0.8 nS: 3 spikes"
                    ] do
                    Expect.stringContains output line "what it prints"
            }
        ]

let private csharp =
    testList
        "the C# tutorial"
        [
            test "runs as a file-based app and prints the same numbers" {
                let struct (exitCode, output, error) =
                    run [ ("BRIAN_FIGURES", "none") ] [ "run"; "-c"; "Release"; "examples/Tutorial.cs" ]

                Expect.equal exitCode 0 $"the app runs\n{output}\n{error}"
                Expect.stringContains output "After v = 0.9999546000702376" "v after 100 ms"
                Expect.stringContains output "Spike times: [16 32.1 48.2] ms" "spike times"
                Expect.stringContains output "Spikes in all: 5273" "spikes of the I-f curve"
            }
        ]

let tests = testSequenced (testList "examples" [ tutorial; scripts; csharp ])
