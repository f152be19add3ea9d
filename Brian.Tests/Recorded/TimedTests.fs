/// Timed arrays against Brian 2: which sample is in force when, and simulations driven by them.
module Brian.Tests.Recorded.TimedTests

open Expecto
open Brian
open Brian.Units
open Brian.Tests.Sessions
open Brian.Tests.Recorded.Recorded

let private recorded = read "timed"

let private nameOf case = text (required "name" case)

/// The samples in force, read from a group at all the times at once.
let private samplesInForce (dt: float) (array: TimedArray) (times: float[]) =
    let cells =
        NeuronGroup(
            times.Length,
            Equations
                $"""
                x = {array}(tt) : 1
                tt : second
                """,
            dt = seconds dt
        )

    cells["tt"].Assign(Quantities.Wrap(times, second))
    values cells "x"

let private samples (case: System.Text.Json.JsonElement) =
    let count = (required "count" case).GetInt32()
    let dt = number (required "dt" case)

    let array =
        TimedArray(
            Quantities(Array.init count float, Quantity.One),
            seconds (number (required "array_dt" case))
        )

    let times = numbers (required "steps" case) |> Array.map (fun step -> step * dt)

    let expected =
        property "expected" case |> Option.defaultValue (required "found" case)

    Expect.equal (samplesInForce dt array times) (numbers expected) "samples"

/// Timed arrays as recorded, with their names.
let private arrays (element: System.Text.Json.JsonElement) =
    [
        for name, entry in properties element do
            let values = required "values" entry
            let dt = seconds (number (required "dt" entry))

            let unit =
                Quantity(
                    1.0,
                    match text (required "unit" entry) with
                    | "1" -> Dimension.None
                    | unit -> (UnitTable.tryFind unit).Value.Dimension
                )

            let array =
                match items values |> List.map _.ValueKind |> List.head with
                | System.Text.Json.JsonValueKind.Array ->
                    TimedArray(array2D (items values |> List.map numbers), unit, dt, name)
                | _ -> TimedArray(numbers values * unit, dt, name)

            name, box array
    ]

let private simulation (case: System.Text.Json.JsonElement) =
    let inputs = required "inputs" case
    let outputs = required "outputs" case

    let constants =
        numericConstants (required "constants" inputs) @ arrays (required "timed" case)

    let cells =
        NeuronGroup(
            (required "N" inputs).GetInt32(),
            Equations.Parse(text (required "equations" inputs), Constants.FromPairs constants),
            method = methodNamed (text (required "method" inputs))
        )

    let trace = StateMonitor(cells, "v")
    use network = new Network(cells, trace)
    network.Run(seconds (number (required "duration" (items (required "runs" inputs)).Head)))

    let isNumber (value: float) = not (System.Double.IsNaN value)

    /// Where Brian 2 has a number, ours is that; where it has none although there is one, we have it.
    let compare what (expected: float[]) (actual: float[]) =
        Expect.all actual isNumber what

        if (property "surprise" case).IsSome then
            let kept values =
                Array.zip expected values |> Array.filter (fst >> isNumber) |> Array.map snd

            allClose 1e-12 what (kept expected) (kept actual)
        else
            allClose 1e-12 what expected actual

    for neuron, row in List.indexed (items (required "v" outputs)) do
        compare $"v of neuron {neuron}" (numbers row) (trace["v", neuron].SIValues.ToArray())

    compare "v at the end" (numbers (required "after" outputs)) (values cells "v")

let tests =
    testList
        "Timed arrays as in Brian 2"
        [
            testList
                "the sample in force"
                [
                    for case in items (required "samples" recorded) ->
                        testAlone (nameOf case) (fun () -> samples case)
                ]
            testList
                "simulations"
                [
                    for case in items (required "runs" recorded) ->
                        testAlone (nameOf case) (fun () -> simulation case)
                ]
        ]
