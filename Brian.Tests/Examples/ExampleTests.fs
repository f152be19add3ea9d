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

/// A literate script and what running it leaves behind.
[<Sealed>]
type private Page(name: string) =
    let woven = lazy (run [] [ "fsi"; "build.fsx"; "weave"; name ])
    let out (file: string) = Path.Combine(root, "out", name, file)

    let results =
        lazy
            let struct (exitCode, output, error) = woven.Value
            Expect.equal exitCode 0 $"{name} runs\n{output}\n{error}"
            JsonDocument.Parse(File.ReadAllText(out "results.json")).RootElement

    member _.Output =
        results.Force() |> ignore
        let struct (_, output, error) = woven.Value
        struct (output, error)

    member _.Number(key: string) =
        results.Value.GetProperty(key).GetDouble()

    member _.Numbers(key: string) =
        [| for item in results.Value.GetProperty(key).EnumerateArray() -> item.GetDouble() |]

    /// Checks that there are so many figures, and a page that shows them and needs nothing else.
    member _.HasFigures count =
        results.Force() |> ignore

        for k in 1..count do
            Expect.isTrue (File.Exists(out $"figure-{k:D2}.png")) $"figure-{k:D2}.png"

            Expect.stringContains
                (File.ReadAllText(out $"figure-{k:D2}.svg"))
                "</svg>"
                $"figure-{k:D2}.svg is whole"

        Expect.isFalse (File.Exists(out $"figure-{count + 1:D2}.png")) $"no more than {count}"
        let html = File.ReadAllText(out "index.html")
        Expect.equal (Regex.Matches(html, "<figure").Count) count "all figures are on the page"
        Expect.equal (Regex.Matches(html, "src=\"(?!data:)").Count) 0 "no picture is fetched"
        Expect.equal (Regex.Matches(html, "<(script|link)").Count) 0 "nothing else is fetched"
        Expect.isFalse (html.Contains "results.fsx") "hidden code is not on it"
        html

let private tutorialPage = Page "tutorial"
let private number key = tutorialPage.Number key
let private numbers key = tutorialPage.Numbers key

let private close tolerance actual expected message =
    Expect.hasLength actual (Array.length expected) message

    for a, e in Array.zip actual expected do
        Expect.isLessThanOrEqual (abs (a - e)) tolerance $"{message}: {a} is {e}"

let private tutorial =
    testList
        "the tutorial"
        [
            test "prints what Brian 2's tutorial prints" {
                let struct (output, error) = tutorialPage.Output

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

            test "draws eleven figures as PNG and SVG, in one page that needs nothing else" {
                let html = tutorialPage.HasFigures 11
                Expect.stringContains html "Spike times: [16 32.1 48.2] ms" "printed output is on the page"
                Expect.stringContains html "using method &#39;exact&#39;" "notes are on the page"
            }
        ]

let private exactIntegration =
    let page = Page "exact-integration"

    testList
        "exact integration"
        [
            test "five systems lie on their formulas" {
                for system in [ "alpha"; "oscillator"; "chain"; "driven" ] do
                    Expect.isLessThan (page.Number system) 1e-14 system

                close 1e-15 [| page.Number "integrator" |] [| 0.3 |] "an integrator"
                Expect.isGreaterThan (page.Number "euler") 0.1 "where Euler is visibly off"
                let expected = page.Number "deviation"

                match page.Numbers "deviations" with
                | [| long; short; wrong |] ->
                    // the relative standard error of a deviation of 4000 values is 0.011
                    Expect.isLessThan (abs (long / expected - 1.0)) 0.05 "noise with a step of 10 ms"
                    Expect.isLessThan (abs (short / expected - 1.0)) 0.05 "noise with a step of 0.01 ms"
                    Expect.isGreaterThan (wrong / expected) 1.3 "Euler overshoots"
                | other -> failtest $"%A{other}"
            }

            test "shows the formulas, with names from the script, and five figures" {
                let html = page.HasFigures 5
                let struct (output, _) = page.Output

                for formula in
                    [
                        "v(t + dt) = v exp(-dt/tau) + g dt exp(-dt/tau)/tau"
                        "v(t + dt) = v exp(-dt/tau_m) + g dt exp[-dt/tau_s, -dt/tau_m]/tau_m"
                        "v(t + dt) = exp(-dt/tau_d) (v cos(2 pi f dt) - w sin(2 pi f dt))"
                        "where v∞(t) = (sin(2 pi drive t) - 2 pi drive tau_v cos(2 pi drive t))"
                        "v(t + dt) = v exp(-dt/tau_n) + sigma √(1 - exp(-2 dt/tau_n)) N(0, 1)"
                    ] do
                    Expect.stringContains output formula "printed"

                Expect.stringContains html "v∞(t)" "on the page"
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

let tests =
    testSequenced (testList "examples" [ tutorial; exactIntegration; scripts; csharp ])
