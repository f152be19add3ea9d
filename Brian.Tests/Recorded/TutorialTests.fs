/// The deterministic listings of the tutorial against Brian 2.
module Brian.Tests.Recorded.TutorialTests

open Expecto
open Brian
open Brian.Tests.Sessions
open Brian.Tests.Recorded.Recorded

let private file = read "tutorial"
let private cases = items (required "cases" file)
let private nameOf case = text (required "name" case)

let private find name =
    cases |> List.find (fun case -> nameOf case = name)

let tests =
    testList
        "The tutorial as Brian 2 runs it"
        [
            for case in cases do
                testAlone $"""{nameOf case}: {textOf "about" case |> Option.defaultValue ""}""" (fun () ->
                    runCase 1e-12 id case)

            testAlone "v after 100 ms is the printed number within 1e-14" (fun () ->
                let inputs = required "inputs" (find "leak_100ms")
                let cells = group id inputs Method.Exact
                use network = new Network(cells)
                network.Run(seconds 0.1)
                let printed = number (required "v_after_100ms" (required "printed" file))

                Expect.floatClose
                    { absolute = 1e-14; relative = 0.0 }
                    (valueOf cells "v")
                    printed
                    "v after 100 ms")

            testAlone "the sine model keeps within 1e-14 of Brian 2 at every sample" (fun () ->
                let case = find "sine_euler_60ms"
                let inputs = required "inputs" case
                let cells = group id inputs Method.Euler
                assign cells (required "initial" inputs)
                let trace = StateMonitor(cells, "v")
                use network = new Network(cells, trace)
                network.Run(seconds 0.06)

                let expected =
                    numbers (items (required "v" (required "M" (required "outputs" case)))).Head

                let worst =
                    Array.map2 (fun (a: float) b -> abs (a - b)) expected (trace["v", 0].ToArray())
                    |> Array.max

                Expect.equal expected.Length 600 "samples"
                Expect.isLessThan worst 1e-14 "the largest difference")

            testAlone
                "the Parameters listing has 5273 spikes, and neuron 33 with v0 = 1 never spikes"
                (fun () ->
                    let inputs = required "inputs" (find "parameters_1000ms")
                    let cells = group id inputs Method.Exact
                    assign cells (required "initial" inputs)
                    let spikes = SpikeMonitor cells
                    use network = new Network(cells, spikes)
                    network.Run(seconds 1.0)
                    Expect.equal spikes.Count 5273 "spikes in all"

                    Expect.sequenceEqual
                        (Seq.truncate 4 (Seq.skip 33 spikes.Counts))
                        [ 0; 24; 29; 33 ]
                        "neurons 33 to 36"

                    Expect.equal spikes.Counts[99] 111 "the last neuron")
        ]
