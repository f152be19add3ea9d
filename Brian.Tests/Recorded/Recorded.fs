/// Reads the values recorded from Brian 2, and builds the simulations that their inputs describe.
module Brian.Tests.Recorded.Recorded

open System
open System.IO
open System.Text.Json
open Expecto
open Brian
open Brian.Engine
open Brian.Tests.Sessions

/// A file of this folder by its name without ending.
let read name =
    let path = Path.Combine(AppContext.BaseDirectory, "Recorded", name + ".json")
    JsonDocument.Parse(File.ReadAllText path).RootElement

let property (name: string) (element: JsonElement) =
    match element.TryGetProperty name with
    | true, value when value.ValueKind <> JsonValueKind.Null -> Some value
    | _ -> None

let required name (element: JsonElement) = element.GetProperty(name: string)
let text (element: JsonElement) = nonNull (element.GetString())

let textOf name element =
    property name element |> Option.map text

let items (element: JsonElement) = List.ofSeq (element.EnumerateArray())

let properties (element: JsonElement) =
    [ for property in element.EnumerateObject() -> property.Name, property.Value ]

/// A number as recorded; truths are 1 and 0.
let number (element: JsonElement) =
    match element.ValueKind with
    | JsonValueKind.Number -> element.GetDouble()
    | JsonValueKind.True -> 1.0
    | JsonValueKind.False -> 0.0
    | JsonValueKind.String ->
        match text element with
        | "NaN" -> nan
        | "Infinity" -> infinity
        | "-Infinity" -> -infinity
        | other -> failwith $"no number: {other}"
    | other -> failwith $"no number: {other}"

let numbers (element: JsonElement) =
    [| for item in element.EnumerateArray() -> number item |]

let second = Models.Scope.second

let seconds (value: float) = Quantity(value, second)

/// Constants as recorded, by name.
let numericConstants (element: JsonElement) =
    properties element
    |> List.map (fun (name, entry) ->
        let value = number (required "value" entry)

        name,
        match text (required "unit" entry) with
        | "1" -> box value
        | "integer" -> box (int64 value)
        | unit -> box (Quantity(value, (UnitTable.tryFind unit).Value.Dimension)))

let constants (element: JsonElement) =
    Constants.FromPairs(numericConstants element)

/// Numbers and lists come in SI units, texts are expressions.
let assign (group: NeuronGroup) (values: JsonElement) =
    for name, value in properties values do
        let variable = group[name]

        match value.ValueKind with
        | JsonValueKind.String -> variable.Set(plainText (text value))
        | JsonValueKind.Array -> variable.Assign(Quantities.Wrap(numbers value, variable.Dimension))
        | _ -> variable.Fill(Quantity(number value, variable.Dimension))

/// The group that recorded inputs describe. Brian writes refractoriness of every kind in one argument.
let group (change: string -> string) (inputs: JsonElement) (method: Method | null) =
    let code name : FormattableString | null =
        match textOf name inputs with
        | Some code -> plainText (change code)
        | None -> null

    let period =
        match property "refractory" inputs with
        | Some period when period.ValueKind = JsonValueKind.Number -> Nullable(seconds (number period))
        | _ -> Nullable()

    let expression =
        match property "refractory" inputs with
        | Some expression when expression.ValueKind = JsonValueKind.String -> Some(text expression)
        | _ -> None

    let isCondition (expression: string) =
        expression.IndexOfAny [| '<'; '>' |] >= 0

    let chosen condition : FormattableString | null =
        match expression with
        | Some text when isCondition text = condition -> plainText text
        | _ -> null

    let equations =
        Equations.Parse(change (text (required "equations" inputs)), constants (required "constants" inputs))

    NeuronGroup(
        (required "N" inputs).GetInt32(),
        equations,
        threshold = code "threshold",
        reset = code "reset",
        refractory = period,
        refractoryTime = chosen false,
        refractoryWhile = chosen true,
        method = method
    )

let methodNamed name =
    match name with
    | "exact" -> Method.Exact
    | "euler" -> Method.Euler
    | "heun" -> Method.Heun
    | "splitting" -> Method.Splitting
    | other -> failwith $"no method of that name: {other}"

let values (group: NeuronGroup) (name: string) = group[name].Values.SIValues.ToArray()

let valueOf (group: NeuronGroup) name = Array.head (values group name)

/// Variables with the values they should have.
let compareState tolerance (group: NeuronGroup) (expected: JsonElement) =
    for name, value in properties expected do
        let expected =
            if value.ValueKind = JsonValueKind.Array then
                numbers value
            else
                [| number value |]

        let actual = values group name
        // a shared variable is recorded once and read once for each neuron
        let actual = if expected.Length = 1 then Array.truncate 1 actual else actual
        allClose tolerance name expected actual

type private Recording =
    | State of StateMonitor
    | Spike of SpikeMonitor

let private monitor (group: NeuronGroup) (inputs: JsonElement) =
    let variables = required "variables" inputs |> items |> List.map text

    match text (required "kind" inputs) with
    | "state" ->
        let slot = Enum.Parse<Slot>((text (required "when" inputs)).Replace("_", ""), true)
        let neurons = numbers (required "record" inputs) |> Array.map int

        let dt =
            match property "dt" inputs with
            | Some dt -> Nullable(seconds (number dt))
            | None -> Nullable()

        State(StateMonitor(group, variables, record = neurons, slot = slot, dt = dt))
    | _ -> Spike(SpikeMonitor(group, variables = variables))

let private compareTimes what (expected: JsonElement) (actual: Quantities) =
    let expected = numbers expected
    let actual = actual.SIValues.ToArray()

    if expected.Length <> actual.Length then
        let shown (times: float[]) =
            String.Join(" ", times |> Array.truncate 12 |> Array.map (fun t -> $"{t * 1e3:G6}"))

        failtest
            $"{what}: {actual.Length} times ({shown actual} ... ms), expected {expected.Length} ({shown expected} ... ms)"

    for k in 0 .. expected.Length - 1 do
        if abs (expected[k] - actual[k]) > 1e-12 then
            failtest $"{what}[{k}] is {actual[k]:R} s, expected {expected[k]:R} s"

let private compareMonitor tolerance label (inputs: JsonElement) monitor (expected: JsonElement) =
    let variables = required "variables" inputs |> items |> List.map text

    match monitor with
    | State trace ->
        compareTimes $"{label}.t" (required "t" expected) trace.Times

        for variable in variables do
            for neuron, row in Seq.zip trace.Neurons (items (required variable expected)) do
                allClose
                    tolerance
                    $"{label}.{variable}[{neuron}]"
                    (numbers row)
                    (trace[variable, neuron].SIValues.ToArray())
    | Spike spikes ->
        compareTimes $"{label}.t" (required "t" expected) spikes.Times

        allClose
            0.0
            $"{label}.i"
            (numbers (required "i" expected))
            (Array.ofSeq (Seq.map float spikes.Indices))

        allClose
            0.0
            $"{label}.count"
            (numbers (required "count" expected))
            (Array.ofSeq (Seq.map float spikes.Counts))

        for variable in variables do
            allClose
                tolerance
                $"{label}.{variable}"
                (numbers (required variable expected))
                (spikes[variable].SIValues.ToArray())

/// Runs a recorded case and compares everything that was recorded of it. `change` rewrites model text where our
/// language asks for something Brian's does not.
let runCase tolerance (change: string -> string) (case: JsonElement) =
    let inputs = required "inputs" case
    let outputs = required "outputs" case
    Session.Current.DefaultDt <- number (required "dt" inputs)
    let cells = group change inputs (methodNamed (text (required "method" inputs)))
    assign cells (required "initial" inputs)
    compareState tolerance cells (required "before" outputs)

    let monitors =
        [
            for label, inputs in properties (required "monitors" inputs) ->
                label, inputs, monitor cells inputs
        ]

    let objects: NetworkObject list =
        (cells :> NetworkObject)
        :: [
            for _, _, monitor in monitors do
                match monitor with
                | State trace -> trace
                | Spike spikes -> spikes
        ]

    use network = new Network(Array.ofList objects)

    for run, clock in List.zip (items (required "runs" inputs)) (items (required "clock_after_runs" outputs)) do
        property "set" run |> Option.iter (assign cells)
        network.Run(seconds (number (required "duration" run)))

        let expect what (expected: float) actual =
            allClose 1e-12 what [| expected |] [| actual |]

        expect "the time asked for" (number (required "asked_t" clock)) network.Time.SIValue
        expect "t after the run" (number (required "clock_t" clock)) (valueOf cells "t")

        expect
            "t_in_timesteps after the run"
            (number (required "steps" clock))
            (valueOf cells "t_in_timesteps")

    compareState tolerance cells (required "after" outputs)

    for label, inputs, monitor in monitors do
        compareMonitor tolerance label inputs monitor (required label outputs)
