/// One wrong model or call for every mistake the checker and the API know; those of the grammar are beside its tests.
module Brian.Tests.Model.WrongModels

open System
open Brian
open Brian.Units
open Brian.Tests.Sessions

/// What is wrong, as its author wrote it, and the deed itself.
type Wrong = { Title: string; Written: string; Do: unit -> unit }

/// The texts of a group; all may use tau = 10 ms, vr = -70 mV, x0 = 2.5.
type Cell =
    {
        N: int
        Equations: string
        Threshold: string
        Reset: string
        Refractory: Nullable<Quantity>
        RefractoryTime: string
        RefractoryWhile: string
        Method: Method | null
        Dt: Nullable<Quantity>
    }

let private cell equations =
    {
        N = 3
        Equations = equations
        Threshold = ""
        Reset = ""
        Refractory = Nullable()
        RefractoryTime = ""
        RefractoryWhile = ""
        Method = null
        Dt = Nullable()
    }

let private given =
    Constants.FromPairs [ "tau", box (10 * ms); "vr", box (-70 * mV); "x0", box 2.5 ]

let private optional (text: string) : FormattableString | null =
    if text = "" then null else plainText text

let private make cell =
    NeuronGroup(
        cell.N,
        Equations.Parse(cell.Equations, given, file = "neurons.fsx", line = 3),
        threshold = optional cell.Threshold,
        reset = optional cell.Reset,
        refractory = cell.Refractory,
        refractoryTime = optional cell.RefractoryTime,
        refractoryWhile = optional cell.RefractoryWhile,
        method = cell.Method,
        dt = cell.Dt,
        file = "neurons.fsx",
        line = 7
    )

let private written cell =
    let named name text =
        if text = "" then [] else [ $"{name}: {text}" ]

    [
        if cell.N <> 3 then
            yield $"N: {cell.N}"
        yield! cell.Equations.Split '\n'
        yield! named "threshold" cell.Threshold
        yield! named "reset" cell.Reset
        if cell.Refractory.HasValue then
            yield $"refractory: {cell.Refractory.Value}"
        yield! named "refractoryTime" cell.RefractoryTime
        yield! named "refractoryWhile" cell.RefractoryWhile
        match cell.Method with
        | null -> ()
        | method -> yield $"method: {method.Name}"
        if cell.Dt.HasValue then
            yield $"dt: {cell.Dt.Value}"
    ]
    |> String.concat "\n"

let private group title cell =
    { Title = title; Written = written cell; Do = fun () -> make cell |> ignore }

let private equations title text = group title (cell text)

let private leak = cell "dv/dt = -v/tau : 1"
let private volts = cell "dv/dt = (vr - v)/tau : volt"

let private threshold title text =
    group title { volts with Threshold = text; Reset = "v = vr" }

let private reset title text =
    let equations =
        "dv/dt = (vr - v)/tau : volt\nw : volt (constant)\ns : volt (shared)\nabove = v - vr : volt\nn : integer\non : boolean"

    group title { cell equations with Threshold = "v > 0*mV"; Reset = text }

let private call title written (work: NeuronGroup -> unit) =
    {
        Title = title
        Written = written
        Do =
            fun () ->
                let equations =
                    "dv/dt = (vr - v)/tau : volt\nabove = v - vr : volt\nn : integer\nx : 1\ns : volt (shared)"

                work (make { cell equations with Threshold = "v > 0*mV"; Reset = "v = vr" })
    }

let private file = "neurons.fsx"
let private line = 12

let private silent () =
    NeuronGroup(2, Equations.Parse("x : 1", file = file, line = 3), file = file, line = 4)

let private run (duration: Quantity) =
    Script.Functions.run (duration, file = file, line = line)

let private names =
    [
        equations "an unknown name close to a known one" "dv/dt = (1 - v)/tua : 1"
        equations "an unknown name" "dv/dt = (1 - v)/kappa : 1"
        equations "a unit misspelt in an equation" "dv/dt = (5*mW*second**-1*amp**-1 - v)/tau : volt"
        equations "an unknown function close to a known one" "dv/dt = -expo(v)/tau : 1"
        equations "an unknown function" "dv/dt = -heaviside(v)/tau : 1"
        equations "a variable called" "dv/dt = -v(3)/tau : 1"
        equations "a function without arguments" "dv/dt = -exp/tau : 1"
        equations "a name defined twice" "v : volt\nw : 1\nv : 1"
        equations "a name that means the time" "t : second"
        equations "a name that means the index" "dv/dt = -v/tau : 1\ni : integer"
        equations "a name that means white noise" "xi_1 : 1"
        equations "a name that is a function" "exp : 1"
        equations "a name that is a number" "pi : 1"
        equations "a name that refractoriness brings along" "lastspike : second"
        equations "a variable with the name of a constant" "dv/dt = -v/(10*ms) : 1\ntau : second"
        equations "lastspike without refractoriness" "dv/dt = (exp(-(t - lastspike)/tau) - v)/tau : 1"
    ]

let private dimensions =
    [
        equations "no time constant" "dv/dt = 1 - v : 1"
        equations "no time constant in front of one name" "dv/dt = v : 1"
        equations "a right-hand side of another kind" "dv/dt = (vr - v)/tau*amp : volt"
        equations "units differ inside a sum" "dv/dt = -v/tau + 1*mV : volt"
        equations "a number beside a voltage" "dv/dt = (v - 70)/tau : volt"
        equations "a voltage beside a number" "dv/dt = (3 - v)/tau : volt"
        equations "a constant given without its unit" "dv/dt = (1 - v)/x0 : 1"
        equations "two mistakes in two lines" "dv/dt = -v/tau + 1*mV : volt\ndw/dt = 1 - w : 1"
        equations "a subexpression of another unit" "dv/dt = (I - v)/tau : volt\nI = v/tau : volt"
        equations "a number where a unit is declared" "I = 3 : amp"
        equations "a condition where a unit is declared" "v : volt\non = v > 0*mV : volt"
        equations "a number where a condition is declared" "v : 1\non = v : boolean"
        equations "a fraction where a whole number is declared" "v : 1\nn = v/2 : integer"
        equations "exp of a voltage" "dv/dt = exp(v)*mV/tau : volt"
        equations "rounding a voltage" "v : volt\nw = floor(v) : volt"
        equations "clip with limits of two kinds" "v : volt\nw = clip(v, 0*mV, 1) : volt"
        equations "timestep of a voltage" "v : volt\nn = timestep(v, dt) : integer"
        equations "too few arguments" "v : 1\nw = clip(v, 0) : 1"
        equations "too many arguments" "v : 1\nw = rand(3) : 1 (constant over dt)"
        equations "an exponent with a unit" "v : volt\nw = 2**v : 1"
        equations "an exponent that varies" "v : volt\nx : 1\nw = v**x : volt"
        equations "exponents beyond 31 bits" "v : volt\nw = v**500000000*v**500000000 : volt"
        equations "branches of two units" "v : volt\nw = if v > 0*mV then v else 1 : volt"
        equations "a number as a condition of if" "v : 1\nw = if v then 1 else 0 : 1"
        equations "a number behind not" "v : 1\non = not v : boolean"
        equations "a negative mean of poisson" "n = poisson(-2) : integer (constant over dt)"
    ]

let private definitions =
    [
        equations "an integer that changes continuously" "dn/dt = -n/tau : integer"
        equations "a flag of another kind of line" "dv/dt = -v/tau : 1 (constant)"
        equations "an unknown flag" "v : 1 (linked)"
        equations "a flag for subexpressions on a parameter" "v : 1 (constant over dt)"
        equations
            "subexpressions that double"
            (String.concat "\n" ("s0 : 1" :: [ for k in 1..14 -> $"s{k} = s{k - 1} + s{k - 1} : 1" ]))
        equations "a circle of subexpressions" "a = b + 1 : 1\nb = a : 1"
        equations "a subexpression of itself" "a = a + 1 : 1"
        equations "a shared subexpression that reads a neuron" "v : 1\nm = 2*v : 1 (shared)"
        equations "a shared subexpression that reads the index" "m = 2*i : 1 (shared)"
        equations "a random subexpression" "r = rand() : 1"
        equations "random numbers in a differential equation" "dv/dt = (rand() - v)/tau : 1"
        equations "white noise in a subexpression" "I = xi*second**0.5 : 1"
        equations
            "one noise in two equations"
            "dv/dt = -v/tau + xi*tau**-0.5 : 1\ndw/dt = -w/tau + xi*tau**-0.5 : 1"
        equations "noise squared" "dv/dt = -v/tau + xi**2 : 1"
        equations "noise inside a function" "dv/dt = -v/tau + exp(xi*second**0.5)/tau : 1"
    ]

let private methods =
    [
        group
            "exact with noise that depends on the time"
            { cell "dv/dt = -v/tau + t/tau*xi*tau**-0.5 : 1" with Method = Method.Exact }
        group
            "exact with noise that depends on the state"
            { cell "dv/dt = -v/tau + v*xi*tau**-0.5 : 1" with Method = Method.Exact }
        group "exact with a nonlinear term" { cell "dv/dt = (1 - v**2)/tau : 1" with Method = Method.Exact }
        group
            "exact with a root of the time"
            { cell "dv/dt = (sqrt(t/tau) - v)/tau : 1" with Method = Method.Exact }
        group
            "exact with a rate that changes with the time"
            { cell "dv/dt = -v*t/tau**2 : 1" with Method = Method.Exact }
        group
            "exact with coupled equations whose coefficient is computed in every step"
            { cell
                  "dv/dt = (w - v)/tm : 1\ndw/dt = (v - w)/tm : 1\ntm = tau*(1 + rand()) : second (constant over dt)" with
                Method = Method.Exact
            }
        group
            "euler with noise that depends on the state"
            { cell "dv/dt = -v/tau + v*xi*tau**-0.5 : 1" with Method = Method.Euler }
    ]

let private thresholds =
    [
        threshold "a voltage compared with a number" "v > 1"
        threshold "a threshold that is no condition" "v"
        threshold "a threshold that is a quantity" "5*mV"
        threshold "an unknown name in a threshold" "v > vth"
        threshold "noise in a threshold" "v > xi*mV"
        threshold "a number behind and" "v > 0*mV and 1"
        group "a reset without threshold" { leak with Reset = "v = 0" }
        group
            "mistakes in equations, threshold, reset and call together"
            { cell "dv/dt = (I - v)/tua : 1\nw : 1 (constant)" with
                N = 0
                Threshold = "v > vth"
                Reset = "v = 0*mV; w = 1; x = 2"
                RefractoryTime = "5"
            }
        group
            "wrong equations, threshold and reset together"
            { cell "dv/dt = 1 - v : 1" with Threshold = "v > 1*mV"; Reset = "u = 0" }
    ]

let private resets =
    [
        reset "a number for a voltage" "v = 1"
        reset "a current for a voltage" "v += 3*nA"
        reset "a misspelt variable" "vv = vr"
        reset "a subexpression" "above = 0*mV"
        reset "a constant parameter" "w = 0*mV"
        reset "a shared variable" "s = 0*mV"
        reset "the time" "t = 0*ms"
        reset "the number of neurons" "N = 3"
        reset "a fraction for an integer" "n = v/mV"
        reset "a number for a boolean" "on = 1"
        reset "a local with the name of a variable" "let v = 3"
        reset "the second of three lines" "v = vr\nn += 1.5\non = False"
    ]

let private refractoriness =
    let spiking = { volts with Threshold = "v > 0*mV"; Reset = "v = vr" }

    [
        group "a time step of 0" { spiking with Dt = Nullable(0 * ms) }
        group "a time step without a unit" { spiking with Dt = Nullable(Quantity 0.1) }
        group "a period without a unit" { spiking with Refractory = Nullable(Quantity 5.0) }
        group "a negative period" { spiking with Refractory = Nullable(-5 * ms) }
        group "an endless period" { spiking with Refractory = Nullable(infinity * second) }
        group "a period that is no number" { spiking with Refractory = Nullable(nan * ms) }
        group "a refractory time in volt" { spiking with RefractoryTime = "5*mV" }
        group "a refractory time that is a condition" { spiking with RefractoryTime = "v > 0*mV" }
        group "a refractory condition that is a time" { spiking with RefractoryWhile = "5*ms" }
        group
            "two kinds of refractoriness"
            { spiking with Refractory = Nullable(5 * ms); RefractoryWhile = "v > 0*mV" }
    ]

let private holes =
    let hole title written text =
        {
            Title = title
            Written = written
            Do = fun () -> NeuronGroup(1, Equations(text, file, 3), file = file, line = 7) |> ignore
        }

    let tau = 10 * ms
    let bare = 10

    [
        hole "a hole without its unit" "dv/dt = (1 - v)/{bare} : 1" $"dv/dt = (1 - v)/{bare} : 1"
        hole "a hole of the wrong unit" "dv/dt = (1 - v)/{tau} : volt" $"dv/dt = (1 - v)/{tau} : volt"
        hole "the text behind a hole" "dv/dt = (1 - v)/{tau} + 1*mV : 1" $"dv/dt = (1 - v)/{tau} + 1*mV : 1"
    ]

let private calls =
    [
        group "no neurons" { leak with N = 0 }
        group "fewer than no neurons" { leak with N = -1 }
        call "filling with a number" "G[\"v\"].Fill 3" (fun g -> g["v"].Fill(Quantity 3.0, file, line))
        call "filling with another unit" "G[\"v\"].Fill(3*nA)" (fun g -> g["v"].Fill(3 * nA, file, line))
        call "filling an integer with a fraction" "G[\"n\"].Fill 1.5" (fun g ->
            g["n"].Fill(Quantity 1.5, file, line))
        call "a misspelt variable" "G[\"vv\"]" (fun g -> g["vv"] |> ignore)
        call "an unknown variable" "G[\"membrane\"]" (fun g -> g["membrane"] |> ignore)
        call "a constant read as a variable" "G[\"tau\"]" (fun g -> g["tau"] |> ignore)
        call "too few values" "G[\"x\"].Assign [ 1.0; 2.0 ]" (fun g ->
            g["x"].Assign([ 1.0; 2.0 ], file, line))
        call "values without a unit" "G[\"v\"].Assign [ 1.0; 2.0; 3.0 ]" (fun g ->
            g["v"].Assign([ 1.0; 2.0; 3.0 ], file, line))
        call "several values for a shared variable" "G[\"s\"].Assign ([| 1.0; 2.0; 3.0 |]*mV)" (fun g ->
            g["s"].Assign([| 1.0; 2.0; 3.0 |] * mV, file, line))
        call "setting a subexpression" "G[\"above\"].Fill(1*mV)" (fun g ->
            g["above"].Fill(1 * mV, file, line))
        call "setting the time" "G[\"t\"].Fill(1*ms)" (fun g -> g["t"].Fill(1 * ms, file, line))
        call "an expression of another unit" "G[\"v\"].Set $\"rand()\"" (fun g ->
            g["v"].Set($"rand()", file = file, line = line))
        call "a shared variable set for each neuron" "G[\"s\"].Set $\"i*mV\"" (fun g ->
            g["s"].Set($"i*mV", file = file, line = line))
        call "an unknown name in an expression" "G[\"v\"].Set $\"rand()*vt\"" (fun g ->
            g["v"].Set($"rand()*vt", file = file, line = line))
        call "a place that is no condition" "G[\"v\"].Set($\"0*mV\", where = $\"i\")" (fun g ->
            g["v"].Set($"0*mV", where = $"i", file = file, line = line))
        call "a neuron there is not" "G[\"v\"].[3]" (fun g -> g["v"].[3] |> ignore)
        call "recording an unknown variable" "StateMonitor(G, \"u\")" (fun g ->
            StateMonitor(g, "u", file = file, line = line) |> ignore)
        call "recording a neuron there is not" "StateMonitor(G, \"v\", record = [ 0; 3 ])" (fun g ->
            StateMonitor(g, "v", record = [ 0; 3 ], file = file, line = line) |> ignore)
        call "recording no neuron" "StateMonitor(G, \"v\", record = [ ])" (fun g ->
            StateMonitor(g, "v", record = [], file = file, line = line) |> ignore)
        call "a choice of neurons by a number" "G.Where $\"x\"" (fun g ->
            g.Where($"x", file = file, line = line) |> ignore)
        call "a time between samples without a unit" "StateMonitor(G, \"v\", dt = Quantity 1.0)" (fun g ->
            StateMonitor(g, "v", dt = Quantity 1.0, file = file, line = line) |> ignore)
        call "reading what is not recorded" "M[\"x\", 0]" (fun g ->
            StateMonitor(g, "v", file = file, line = line)["x", 0] |> ignore)
        call "reading a neuron that is not recorded" "M[\"v\", 1]" (fun g ->
            StateMonitor(g, "v", record = [ 0; 2 ], file = file, line = line)["v", 1] |> ignore)
        call "spikes of a group without threshold" "SpikeMonitor H" (fun _ ->
            SpikeMonitor(silent (), file = file, line = line) |> ignore)
        call "an unknown variable at spikes" "SpikeMonitor(G, variables = [ \"u\" ])" (fun g ->
            SpikeMonitor(g, variables = [ "u" ], file = file, line = line) |> ignore)
        call "reading what is not recorded at spikes" "S[\"v\"]" (fun g ->
            SpikeMonitor(g, file = file, line = line)["v"] |> ignore)
    ]

let private runs =
    [
        call "a duration without a unit" "run 100" (fun _ -> run (Quantity 100.0))
        call "a duration in volt" "run (100*mV)" (fun _ -> run (100 * mV))
        call "a negative duration" "run (-5*ms)" (fun _ -> run (-5 * ms))
        call "an endless duration" "run (infinity*second)" (fun _ -> run (infinity * second))
        call "a duration that is no number" "run (nan*second)" (fun _ -> run (nan * second))
        call "nothing to run" "startScope (); run (1*ms)" (fun _ ->
            Script.startScope ()
            run (1 * ms))
        call "old and new groups together" "run (1*ms); let H = NeuronGroup(...); run (1*ms)" (fun _ ->
            run (1 * ms)
            silent () |> ignore
            run (1 * ms))
        call "a monitor without its group" "Network(M).Run(1*ms)" (fun g ->
            (new Network(StateMonitor(g, "v", name = "M"))).Run(1 * ms, file = file, line = line))
        call "a group in two networks" "Network(G).Run(1*ms); Network(G).Run(1*ms)" (fun g ->
            (new Network(g)).Run(1 * ms)
            (new Network(g)).Run(1 * ms, file = file, line = line))
        call "two objects of one name" "Network(G, NeuronGroup(..., name = \"neurongroup\"))" (fun g ->
            (new Network(g, NeuronGroup(1, Equations $"x : 1", name = "neurongroup")))
                .Run(1 * ms, file = file, line = line))
        call
            "a new time step that does not fit the time"
            "run (0.3*ms); defaultClock.dt <- 0.2*ms; run (1*ms)"
            (fun _ ->
                run (0.3 * ms)
                Script.defaultClock.dt <- 0.2 * ms
                run (1 * ms))
        call "a default time step without a unit" "defaultClock.dt <- Quantity 0.1" (fun _ ->
            Script.defaultClock.dt <- Quantity 0.1)
        call "a default time step of 0" "defaultClock.dt <- 0*ms" (fun _ -> Script.defaultClock.dt <- 0 * ms)
        call "a network's time step of 0" "Network(G).Dt <- 0*ms" (fun g -> (new Network(g)).Dt <- 0 * ms)
        call "renaming what is not there" "eqs.With(\"u\", \"w\")" (fun g ->
            g.Equations.With("u", "w", file = file, line = line) |> ignore)
        call
            "one constant, two values"
            "Equations.Parse(..., tau = 10*ms) + Equations.Parse(..., tau = 20*ms)"
            (fun _ ->
                let parse name (tau: Quantity) =
                    Equations.Parse($"d{name}/dt = -{name}/tau : 1", Constants.FromPairs [ "tau", box tau ])

                parse "v" (10 * ms) + parse "w" (20 * ms) |> ignore)
        call "a constant that is text" "Constants.From {| tau = \"10 ms\" |}" (fun _ ->
            Constants.From {| tau = "10 ms" |} |> ignore)
    ]

/// All of them, under the titles of the file.
let all =
    [
        "Names", names
        "Dimensions", dimensions
        "Definitions", definitions
        "Methods", methods
        "Thresholds", thresholds
        "Resets", resets
        "Refractoriness", refractoriness
        "Holes", holes
        "Calls", calls
        "Runs", runs
    ]
