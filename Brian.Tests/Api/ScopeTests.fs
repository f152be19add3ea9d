module Brian.Tests.Api.ScopeTests

open System
open System.Runtime.CompilerServices
open Expecto
open Brian
open Brian.Units
open Brian.Script
open Brian.Tests.Sessions

/// Makes a group and a monitor that nobody keeps. Not inlined, so that no local of the test holds them.
[<MethodImpl(MethodImplOptions.NoInlining)>]
let private makeAndForget () =
    let group =
        NeuronGroup(1, Equations $"dv/dt = (1 - v)/{10 * ms} : 1", method = Method.Exact)

    WeakReference(StateMonitor(group, "v"))

[<MethodImpl(MethodImplOptions.NoInlining)>]
let private samplesOf (monitor: WeakReference) =
    match monitor.Target with
    | :? StateMonitor as monitor -> monitor.Count
    | _ -> -1

let private collect () =
    GC.Collect()
    GC.WaitForPendingFinalizers()
    GC.Collect()

let tests =
    testList
        "scope"
        [
            testAlone "a monitor that is never mentioned again still records" (fun () ->
                let monitor = makeAndForget ()
                collect ()
                run (1 * ms)
                collect ()
                Expect.equal (samplesOf monitor) 10 "samples")
        ]
