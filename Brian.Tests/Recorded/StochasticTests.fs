/// The random listings of the tutorial against statistics of Brian 2 over 20 seeds.
module Brian.Tests.Recorded.StochasticTests

open Expecto
open Brian
open Brian.Tests.Sessions
open Brian.Tests.Recorded.Recorded

let private cases = items (required "cases" (read "stochastic"))

let private find name =
    cases |> List.find (fun case -> text (required "name" case) = name)

/// Mean and sample deviation.
let private statistics (values: float[]) =
    let mean = Array.average values
    mean, sqrt ((values |> Array.sumBy (fun x -> (x - mean) ** 2.0)) / float (values.Length - 1))

/// A listing with one seed: its spike monitor after the run.
let private simulate (case: System.Text.Json.JsonElement) number =
    Session.Isolated(fun () ->
        Script.seed number
        let inputs = required "inputs" case
        let cells = group id inputs (methodNamed (text (required "method" inputs)))
        assign cells (required "initial" inputs)
        let spikes = SpikeMonitor cells
        use network = new Network(cells, spikes)

        for run in items (required "runs" inputs) do
            network.Run(seconds (Recorded.number (required "duration" run)))

        spikes)

let private seeds = [| 1..20 |]

/// Do two means over 20 seeds agree within 3 pooled standard errors? Where both never vary they must be equal.
let private agrees (mean: float, sd: float) (otherMean: float, otherSd: float) =
    let error = sqrt ((sd * sd + otherSd * otherSd) / float seeds.Length)
    if error = 0.0 then mean = otherMean else abs (mean - otherMean) <= 3.0 * error

let private recordedStatistics (element: System.Text.Json.JsonElement) =
    Array.zip (numbers (required "mean" element)) (numbers (required "sd" element))

let private recordedTotal outputs =
    let total = required "total" outputs
    number (required "mean" total), number (required "sd" total)

/// Of columns over seeds, the share that agrees with the recorded ones.
let private share (recorded: (float * float)[]) (columns: float[][]) =
    let good =
        Array.map2 agrees recorded (Array.map statistics columns) |> Array.filter id

    float good.Length / float recorded.Length

let tests =
    testList
        "The random listings as Brian 2 runs them, over 20 seeds"
        [
            testAlone "multiple neurons: the recorded initial values give the recorded spikes" (fun () ->
                let case = find "multiple_neurons"
                let inputs = required "inputs" case
                let expected = required "seed_0" (required "outputs" case)
                let cells = group id inputs Method.Exact
                cells["v"].Assign(numbers (required "initial_v" expected))
                let spikes = SpikeMonitor cells
                use network = new Network(cells, spikes)
                network.Run(seconds 0.05)

                allClose
                    0.0
                    "i"
                    (numbers (required "i" expected))
                    (Array.ofSeq (Seq.map float spikes.Indices))

                allClose
                    0.0
                    "count"
                    (numbers (required "count" expected))
                    (Array.ofSeq (Seq.map float spikes.Counts))

                allClose 1e-12 "t" (numbers (required "t" expected)) (spikes.Times.SIValues.ToArray())
                allClose 1e-12 "v at the end" (numbers (required "final_v" expected)) (values cells "v"))

            testAlone "multiple neurons: random initial values give as many spikes" (fun () ->
                let case = find "multiple_neurons"
                let totals = seeds |> Array.map (fun seed -> float (simulate case seed).Count)
                let ours = statistics totals
                let recorded = recordedTotal (required "outputs" case)
                Expect.isTrue (agrees recorded ours) $"ours {ours}, recorded {recorded}")

            testAlone
                "stochastic neurons: the counts of at least 95 of 100 neurons agree, and the total"
                (fun () ->
                    let case = find "stochastic_neurons"
                    let outputs = required "outputs" case
                    let runs = seeds |> Array.map (simulate case)

                    let counts =
                        runs |> Array.map (fun spikes -> Array.ofSeq (Seq.map float spikes.Counts))

                    let recorded = recordedStatistics (required "count_per_neuron" outputs)
                    let agreeing = share recorded (Array.transpose counts)
                    Expect.isGreaterThanOrEqual agreeing 0.95 "the share of neurons that agree"
                    let ours = statistics (counts |> Array.map Array.sum)

                    Expect.isTrue
                        (agrees (recordedTotal outputs) ours)
                        $"ours {ours}, recorded {recordedTotal outputs}")

            testAlone "adaptive threshold: at least 95 % of the bins of 2 ms agree, and the total" (fun () ->
                let case = find "adaptive_threshold"
                let outputs = required "outputs" case
                let runs = seeds |> Array.map (simulate case)
                let recorded = recordedStatistics (required "spikes_per_bin" outputs)

                let profile (spikes: SpikeMonitor) =
                    let bins = Array.zeroCreate<float> recorded.Length

                    for time in spikes.Times.SIValues.ToArray() do
                        let bin = int (round (time / 1e-4)) / 20
                        bins[bin] <- bins[bin] + 1.0

                    bins

                let profiles = runs |> Array.map profile
                let agreeing = share recorded (Array.transpose profiles)
                Expect.isGreaterThanOrEqual agreeing 0.95 "the share of bins that agree"
                let ours = statistics (profiles |> Array.map Array.sum)

                Expect.isTrue
                    (agrees (recordedTotal outputs) ours)
                    $"ours {ours}, recorded {recordedTotal outputs}")
        ]
