/// What users see when a variable becomes NaN or infinite.
module Brian.Tests.Api.NotFiniteTests

open System
open Expecto
open Brian
open Brian.Units
open Brian.Script
open Brian.Tests.Sessions

let private stopped (duration: Quantity) =
    try
        run duration
        failtest "the run was not stopped"
    with :? NotFiniteException as found ->
        found

let private sentences (found: NotFiniteException) =
    let text = string found
    // the first line starts with the place of this file
    text.Substring(text.IndexOf "equations").Split '\n' |> Array.map _.TrimEnd()

let tests =
    testList
        "a run that diverges"
        [
            testAlone "forward Euler with too large a step" (fun () ->
                let tau = 1 * ms

                let g =
                    NeuronGroup(3, Equations $"dv/dt = (v/mV)**2*mV/{tau} : volt", method = Method.Euler)

                g["v"].Assign([| 0.0; 0.5; 0.1 |] * mV)
                let m = StateMonitor(g, "v")
                let found = stopped (1 * second)

                Expect.equal
                    (found.Group, found.Variable, found.Neuron)
                    (g.Name, "v", 1)
                    "the neuron that is first"

                Expect.equal found.Value.SIValue infinity "value"
                Expect.equal (m.Times[m.Count - 1] + 0.1 * ms) found.Time "recorded up to that step"
                Expect.isTrue (Double.IsFinite found.Before.SIValue) "the value before"
                Expect.equal (let v = g["v"] in v[1]) found.Before "the group is as it was"

                Expect.equal
                    (sentences found)
                    [|
                        $"equations: v of neuron 1 of {g.Name} is infinite after the step at t = {found.Time} [BR0501]"
                        "    dv/dt = (v/mV)**2*mV/{tau} : volt"
                        "     ^"
                        $"  found     inf             it was {found.Before} at the start of that step"
                        "  expected  a finite value  the run stopped; recordings hold everything before"
                        "  try       a smaller time step, a look at the terms that make it grow, and at divisors that may be 0"
                    |]
                    "message")

            testAlone "exact growth overflows" (fun () ->
                let g = NeuronGroup(1, Equations $"dv/dt = v/{1 * ms} : 1", method = Method.Exact)
                g["v"].Fill 1
                let found = stopped (1 * second)
                Expect.floatClose Accuracy.medium (found.Time.In ms) 709.7 "when e^(t/ms) leaves the doubles"

                Expect.stringContains
                    (string found)
                    "try       a look at the terms that make it grow"
                    "way out")

            testAlone "a reset that divides by zero" (fun () ->
                let g =
                    NeuronGroup(
                        1,
                        Equations
                            $"""dv/dt = 1/({10 * ms}) : 1
                                a : 1
                                b : 1""",
                        threshold = $"v > 1",
                        reset = $"v = 0; a = a/b",
                        method = Method.Exact
                    )

                let s = SpikeMonitor g
                let found = stopped (1 * second)
                Expect.equal found.Variable "a" "the variable"
                Expect.isTrue (Double.IsNaN found.Value.SIValue) "0/0"
                Expect.equal s.Count 0 "the spike of a step that did not complete"
                Expect.stringContains (string found) "is not a number any more (NaN)" "words")

            testAlone "without the guard the run goes on" (fun () ->
                let g = NeuronGroup(1, Equations $"dv/dt = v/{1 * ms} : 1", method = Method.Exact)
                g["v"].Fill 1
                run (1 * second, guard = false)
                Expect.equal (let v = g["v"] in v[0].SIValue) infinity "v")

            testAlone "variables of infinite value that nothing writes are no reason to stop" (fun () ->
                let g =
                    NeuronGroup(
                        1,
                        Equations
                            $"""dv/dt = (1 - v)/tau : 1
                                tau : second""",
                        method = Method.Exact
                    )

                g["tau"].Fill(infinity * second)
                run (1 * ms)
                Expect.equal (let v = g["v"] in v[0].SIValue) 0.0 "v stands still")
        ]
