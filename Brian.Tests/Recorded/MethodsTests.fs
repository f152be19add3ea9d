/// Which method takes which equations, and what linear models give, against Brian 2.
module Brian.Tests.Recorded.MethodsTests

open System.Text.Json
open Expecto
open Brian
open Brian.Tests.Sessions
open Brian.Tests.Recorded.Recorded

let private file = read "methods"
let private nameOf case = text (required "name" case)
let private known = [ "exact"; "euler"; "heun" ]

/// Equations whose words are not in our language yet: arrays of values over time, functions written by users.
let private isLater (case: JsonElement) =
    property "timed_array" case |> Option.isSome || property "user_function" case |> Option.isSome

/// Where we choose another method than Brian 2, and why. An empty name: the equations are refused.
let private different: Map<string, string * string> =
    Map.ofList
        [
            "constant_rate", ("exact", "an integral needs no inverse")
            "zero_rate", ("exact", "nothing changes, which is solved exactly")
            "parameter_rate", ("exact", "an integral needs no inverse")
            "singular_pair", ("exact", "singular systems are solved as any other")
            "singular_cascade", ("exact", "singular systems are solved as any other")
            "oscillator", ("exact", "complex eigenvalues are solved as any other")
            "damped_oscillator", ("exact", "complex eigenvalues are solved as any other")
            "sine_of_time", ("exact", "a sine of t solves a linear equation itself")
            "time", ("exact", "a power of t solves a linear equation itself")
            "since_last_spike", ("exact", "an exponential of t solves a linear equation itself")
            "additive_noise", ("exact", "additive noise makes a Gaussian transition, known exactly")
            "two_noises", ("exact", "additive noise makes a Gaussian transition, known exactly")
            "noise_times_parameter", ("exact", "additive noise makes a Gaussian transition, known exactly")
            "noise_unless_refractory", ("exact", "additive noise makes a Gaussian transition, known exactly")
            "noise_times_time",
            ("euler", "noise whose factor depends on the time alone is the same for Ito and Stratonovich")
            "rand",
            ("", "an integral of independent draws would depend on the time step: xi says what is meant")
        ]

let private build (case: JsonElement) (method: Method | null) =
    let equations =
        Equations.Parse(text (required "equations" case), constants (required "constants" case))

    match property "refractory" case with
    | Some period ->
        NeuronGroup(
            2,
            equations,
            threshold = plainText "v > 1",
            reset = plainText "v = 0",
            refractory = seconds (number period),
            method = method
        )
    | None -> NeuronGroup(2, equations, method = method)

let private accepts case name =
    try
        build case (methodNamed name) |> ignore
        true
    with :? ModelException ->
        false

let private choice =
    [
        for case in items (required "choice" file) do
            if not (isLater case) then
                let name = nameOf case
                let chosen = textOf "chosen" case

                match Map.tryFind name different with
                | Some("", reason) ->
                    testAlone $"{name} is refused: {reason}" (fun () ->
                        mistakesOf (fun () -> build case null) |> ignore)
                | Some(ours, reason) ->
                    testAlone $"{name} is {ours} here: {reason}" (fun () ->
                        Expect.equal (build case null).MethodName ours "the method")
                | None ->
                    testAlone
                        $"""{name} is {Option.defaultValue "refused or without a method" chosen}"""
                        (fun () ->
                            match chosen with
                            | Some chosen ->
                                Expect.equal (build case null).MethodName chosen "the method"

                                for method in known do
                                    let expected =
                                        items (required "accepted_by" case)
                                        |> List.exists (fun m -> text m = method)

                                    Expect.equal (accepts case method) expected $"does {method} take {name}?"
                            | None when (property "refusal" case).IsSome ->
                                mistakesOf (fun () -> build case null) |> ignore
                            | None -> Expect.equal (build case null).MethodName "none" "the method")
    ]

let private valuesAfterSteps =
    [
        for case in items (required "values" file) do
            let inputs = required "inputs" case

            for method, after in properties (required "after_steps" case) do
                if List.contains method known then
                    testAlone $"{nameOf case} with {method} after 1, 10 and 100 steps" (fun () ->
                        Session.Current.DefaultDt <- number (required "dt" inputs)
                        let cells = group id inputs (methodNamed method)
                        assign cells (required "initial" inputs)
                        use network = new Network(cells)
                        let mutable before = 0

                        for steps, expected in properties after do
                            network.Run(seconds (float (int steps - before) * 1e-4))
                            before <- int steps
                            compareState 1e-12 cells expected)
    ]

/// Coupled linear models whose coefficients are parameters.
let private perNeuron =
    [
        "coupled equations with a time constant for each neuron",
        "dv/dt = (w - 2*v)/tm : 1\ndw/dt = (v - 2*w)/tm : 1\ntm : second (constant)"
        "a cascade with a time constant for each neuron",
        "dv/dt = (g - v)/tm : 1\ndg/dt = -g/tm : 1\ntm : second (constant)"
    ]
    |> List.map (fun (what, text) ->
        testAlone $"{what}: integrated by exact" (fun () ->
            Expect.equal (NeuronGroup(2, Equations.Parse text)).MethodName "exact" "the method"))

let tests =
    testList
        "Methods as Brian 2 has them, or better"
        [ testList "choice" choice; testList "values" valuesAfterSteps; testList "per neuron" perNeuron ]
