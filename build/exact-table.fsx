// Writes docs/exact-integration-table.md: the systems of Brian.Tests/Recorded/exact_comparison.json, solved here, against
// arithmetic with 1600 bits, beside what Brian 2.5.1 gave.   dotnet fsi build/exact-table.fsx   (after a Release build)
#load "../examples/prelude.fsx"
#load "../Brian.Tests/Integration/ExactReference.fs"
#load "../Brian.Tests/Integration/ReferenceStep.fs"

open System
open System.Diagnostics
open System.IO
open System.Text.Json
open Brian
open Brian.Units
open Brian.Tests.Integration

let root = Path.GetFullPath(Path.Combine(__SOURCE_DIRECTORY__, ".."))

let number (json: JsonElement) =
    match json.ValueKind with
    | JsonValueKind.String ->
        match json.GetString() with
        | "nan" -> nan
        | "inf"
        | "Infinity" -> infinity
        | other -> failwith $"no number: {other}"
    | _ -> json.GetDouble()

let items (json: JsonElement) =
    [| for item in json.EnumerateArray() -> item |]

let numbers json = items json |> Array.map number

/// One step of a system here: its values, and the seconds from equations to the end of the step.
let solve (system: JsonElement) =
    let get (name: string) = system.GetProperty name
    let clock = Stopwatch.StartNew()

    let constants =
        [|
            for entry in (get "constants").EnumerateObject() -> entry.Name, number entry.Value
        |]

    let equations =
        Equations.Parse(
            (get "equations").GetString(),
            Constants.Of
                [
                    for name, value in constants do
                        if name = "tau" then
                            Collections.Generic.KeyValuePair(name, value * second)
                ]
        )

    let cells =
        NeuronGroup(1, equations, method = Method.Exact, dt = (get "dt").GetDouble() * second)

    let variables = [| for name in items (get "variables") -> name.GetString() |]

    for name, value in Array.zip variables (Array.truncate variables.Length (numbers (get "start"))) do
        cells[name].Fill(Quantity value)

    for name, value in constants do
        if name <> "tau" then
            cells[name].Fill(value * Hz)

    use network = new Network(cells)
    network.Run((get "dt").GetDouble() * second)

    let values =
        [|
            for name in variables do
                let variable = cells[name]
                variable.Values.ToArray()[0]
        |]

    values, clock.Elapsed.TotalSeconds

/// The largest error in parts of the sum of |P_ij x_j|.
let errorOf (system: JsonElement) (values: float[]) =
    let rates = system.GetProperty "rates" |> items |> Array.map numbers
    let start = system.GetProperty "start" |> numbers

    if Array.exists Double.IsNaN values then
        nan
    else
        let matrix = Array2D.init rates.Length rates.Length (fun i j -> rates[i].[j])

        let transition =
            ExactReference.exp (ReferenceStep.times (system.GetProperty("dt").GetDouble()) matrix)

        ReferenceStep.relative transition start values

let shown error =
    if Double.IsNaN error then
        "NaN"
    elif error = 0.0 then
        "0"
    else
        error.ToString("0.0e-0", Globalization.CultureInfo.InvariantCulture)

let milliseconds (seconds: float) =
    (seconds * 1e3).ToString("0.0", Globalization.CultureInfo.InvariantCulture)

let comparison =
    let file = Path.Combine(root, "Brian.Tests", "Recorded", "exact_comparison.json")
    use json = JsonDocument.Parse(File.ReadAllText file)

    [
        for system in items (json.RootElement.GetProperty "cases") do
            solve system |> ignore
            let values, time = solve system
            let brian = system.GetProperty "brian"

            let theirError, theirTime =
                match brian.TryGetProperty "refusal" with
                | true, _ -> "refused", ""
                | _ ->
                    shown (errorOf system (numbers (brian.GetProperty "values"))),
                    milliseconds (brian.GetProperty("seconds").GetDouble())

            let name = system.GetProperty("name").GetString()
            $"| {name} | {shown (errorOf system values)} | {milliseconds time} | {theirError} | {theirTime} |"
    ]

/// The arithmetic of one step: multiply-adds and products in the program of the state update.
let arithmetic (text: string) =
    let program = NeuronGroup(1, Equations.Parse text, method = Method.Exact).Explain()
    let update = program.Substring(program.LastIndexOf "// ")

    update.Split('\n')
    |> Array.filter (fun line -> line.StartsWith "double")
    |> Array.length

let lines n (line: int -> string) =
    String.Join("\n", [ for i in 0 .. n - 1 -> line i ])

let cascade n =
    lines n (fun i ->
        let source = if i = n - 1 then "" else $"x{i + 1} "
        $"dx{i}/dt = ({source}- x{i})/({i + 1}*ms) : 1")

let dense n =
    lines n (fun i ->
        let sum = String.Join(" - ", [ for j in 0 .. n - 1 -> $"x{j}" ])
        $"dx{i}/dt = (-{sum})/({i + 1}*ms) : 1")

let growth =
    [
        for n in [ 1; 2; 4; 8; 16; 32; 64 ] do
            let seconds (text: string) =
                let clock = Stopwatch.StartNew()
                let cells = NeuronGroup(1, Equations.Parse text, method = Method.Exact)
                use network = new Network(cells)
                network.Run(0.1 * ms)
                milliseconds clock.Elapsed.TotalSeconds

            $"| {n} | {arithmetic (cascade n)} | {seconds (cascade n)} | {arithmetic (dense n)} | {seconds (dense n)} |"
    ]

let page =
    $"""# Exact integration: errors, costs, and Brian 2.5.1

Written by `dotnet fsi build/exact-table.fsx`; the systems and what Brian 2.5.1 gives for them come from
`Brian.Tests/Recorded/exact_comparison.py`. One step of 2^-13 s with the method `exact`. An error is the largest one of all
variables, in parts of the sum of |P_ij x_j|, against arithmetic with 1600 bits; 1.1e-16 is the rounding of a result. Times are
from equations to the end of the step, milliseconds, in a process that has done the same once before.

| system | error | ms | error of Brian 2.5.1 | ms |
|---|---|---|---|---|
{String.Join("\n", comparison)}

## Growth

Operations of one step, and milliseconds from equations to the end of the first step, for a cascade of n variables and for n
variables that all feel each other: at most one multiply-add for each pair that is connected.

| n | cascade | ms | all connected | ms |
|---|---|---|---|---|
{String.Join("\n", growth)}
"""

File.WriteAllText(Path.Combine(root, "docs", "exact-integration-table.md"), page)
printfn "%s" page
