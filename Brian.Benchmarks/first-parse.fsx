// What a script does first, timed: prints milliseconds.
#load "../examples/prelude.fsx"

open System.Diagnostics
open Brian
open Brian.Units

let clock = Stopwatch.StartNew()

let equations =
    Equations
        $"dv/dt = (v_drive + vr - v)/tau + sigma*xi*tau**-0.5 : volt (unless refractory)
          dvt/dt = (vt0 - vt)/{100 * ms} : volt
          v_drive = 2*(vt0 - vr) : volt
          vt0 : volt
          vr : volt (constant)
          sigma = {10 * mV} : volt
          tau = {10 * ms} : second"

printfn $"{clock.Elapsed.TotalMilliseconds:R}"
