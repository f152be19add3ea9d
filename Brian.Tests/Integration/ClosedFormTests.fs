/// Solutions in mathematical notation: what they say is what the engine computes, and how they are written.
module Brian.Tests.Integration.ClosedFormTests

open System
open Expecto
open FsCheck.FSharp
open Brian
open Brian.Integration.ClosedForm
open Brian.Symbolic
open Brian.Symbolic.Formula
open Brian.Tests
open Brian.Tests.Sessions
open Brian.Tests.Recorded.Recorded
open Brian.Tests.Integration.ClosedFormValue
open Brian.Units

let private modelOf (equations: Equations) =
    (Models.CheckEquations.run equations.ConstantValues None true equations.DefinitionList).Model

let private closedForm equations =
    match ofModel (modelOf equations) with
    | Ok solution -> solution
    | Error refusal -> failtest refusal.Reason

/// Models with their solutions in a reviewed file, by title.
let private models: (string * Equations) list =
    let tau, tau_m, tau_s = 10 * ms, 20 * ms, 5 * ms
    let E, R, f = -70 * mV, 10 * Mohm, 100 * Hz
    let endless = infinity * second
    let current = TimedArray([| 1.0; 2.0 |] * nA, 1 * ms)

    [
        "a leak", Equations $"dv/dt = (1 - v)/{tau} : 1"
        "a leak, frozen while refractory", Equations $"dv/dt = (v0 - v)/{tau} : 1 (unless refractory)\nv0 : 1"
        "constants without names", Equations $"dv/dt = ({-70 * mV} - v)/(10*ms) : volt"
        "a membrane driven by a current", Equations $"dv/dt = ({E} - v + {R}*I)/{tau_m} : volt\nI : amp"
        "an infinite time constant", Equations $"dv/dt = (1 - v)/{endless} : 1"
        "a leak that may be 0", Equations $"dv/dt = (I - gL*v)/C : volt\nI : amp\ngL : siemens\nC : farad"
        "a conductance that is no 0", Equations $"dv/dt = ({10 * nS}*({E} - v) + I)/{1 * pF} : volt\nI : amp"
        "an integrator", Equations $"dv/dt = r : 1\nr : Hz"
        "two integrators", Equations $"dx/dt = y : 1\ndy/dt = k*Hz : Hz\nk : Hz"
        "equal time constants", Equations $"dv/dt = (g - v)/{tau} : 1\ndg/dt = -g/{tau} : 1"
        "time constants that may be equal",
        Equations $"dv/dt = (g + {E} - v)/{tau_m} : volt\ndg/dt = -g/{tau_s} : volt"
        "two synapses on a neuron with refractoriness",
        Equations
            $"""
            dv/dt = (ge + gi - (v - {E}))/{tau_m} : volt (unless refractory)
            dge/dt = -ge/{tau_s} : volt
            dgi/dt = -gi/{tau} : volt
            """
        "a singular chain (Tsodyks, Pawelzik and Markram 1998, between spikes)",
        Equations
            $"""
            dx/dt = z/{tau} : 1
            dy/dt = -y/{tau_s} : 1
            dz/dt = y/{tau_s} - z/{tau} : 1
            """
        "an oscillator", Equations $"dx/dt = y/{tau} : 1\ndy/dt = -x/{tau} : 1"
        "a damped and driven oscillator",
        Equations $"dx/dt = y/{tau} - x/{tau_m} : 1\ndy/dt = -x/{tau} + 1/{tau} : 1"
        "two equations that repel each other",
        Equations $"dx/dt = y/{tau} : 1\ndy/dt = 2*x/{tau} - y/{tau} : 1"
        "two equations with parameters",
        Equations $"dx/dt = a*x + b*y : 1\ndy/dt = c*x + d*y : 1\na : Hz\nb : Hz\nc : Hz\nd : Hz"
        "an oscillator behind a synapse",
        Equations
            $"""
            dv/dt = (I - w - v)/{tau} : 1
            dw/dt = (v - w)/{tau_m} : 1
            dI/dt = -I/{tau_s} : 1
            """
        "a sine", Equations $"dv/dt = (sin(2*pi*{f}*t) - v)/{tau} : 1"
        "an integrated sine", Equations $"dv/dt = sin(2*pi*{f}*t)/ms : 1"
        "a sine with a frequency that may be 0",
        Equations $"dv/dt = (sin(2*pi*f*t) - v)/tau : 1\nf : Hz\ntau : second"
        "a decaying cosine through two leaks",
        Equations $"dv/dt = (g - v)/{tau_m} : 1\ndg/dt = (exp(-t/{tau})*cos(2*pi*{f}*t) - g)/{tau_s} : 1"
        "a ramp", Equations $"dv/dt = (t/ms - v)/{tau} : 1"
        "a decaying drive at resonance", Equations $"dv/dt = (exp(-t/{tau}) - v)/{tau} : 1"
        "an oscillator at resonance",
        Equations $"dx/dt = y*2*pi*{f} : 1\ndy/dt = (sin(2*pi*{f}*t) - x)*2*pi*{f} : 1"
        "noise", Equations $"dv/dt = (mu - v)/{tau} + sigma*sqrt(2/{tau})*xi : 1\nmu : 1\nsigma : 1"
        "noise with a time constant of its own",
        Equations $"dv/dt = -v/tau + D*xi : 1\nD : Hz**0.5\ntau : second"
        "noise behind a leak",
        Equations $"dv/dt = (I - v)/{tau} : 1\ndI/dt = -I/{tau_s} + {tau_s}**-0.5*xi : 1"
        "an input from a table", Equations $"dv/dt = ({current}(t)*{R} - v)/{tau_m} : volt"
        "conditions", Equations $"dv/dt = (int(v0 > 1 and not v0 > 2) - v)/{tau} : 1\nv0 : 1"
        "nothing linear", Equations $"dv/dt = (1 - v**2)/{tau} : 1"
        "a name that is missing", Equations $"dv/dt = (I - v)/{tau} : 1"
    ]

let private reviewed () =
    [
        for title, equations in models do
            let solution = equations.Solution

            $"# {title}"
            ""
            $"{equations}"
            ""
            $"{solution}"

            if solution.Exists then
                ""
                solution.LaTeX

            ""
    ]
    |> String.concat "\n"

/// Is a text sound LaTeX, as far as braces, brackets of growing size, environments and indices tell?
let private flawOf (latex: string) =
    let rec scan at (opened: string list) =
        let starts (text: string) =
            String.CompareOrdinal(latex, at, text, 0, text.Length) = 0

        let close kind rest =
            match opened with
            | top :: others when top = kind -> scan rest others
            | _ -> Some $"{kind} is closed at {at} and was not open"

        let environment (command: string) =
            let first = at + command.Length
            let last = latex.IndexOf('}', first)
            struct (latex.Substring(first, last - first), last + 1)

        if at >= latex.Length then
            if opened.IsEmpty then None else Some $"{opened.Head} stays open"
        elif starts "\\left" then
            scan (at + 6) ("left" :: opened)
        elif starts "\\right" then
            close "left" (at + 7)
        elif starts "\\begin{" then
            let struct (name, rest) = environment "\\begin{"
            scan rest (name :: opened)
        elif starts "\\end{" then
            let struct (name, rest) = environment "\\end{"
            close name rest
        elif latex[at] = '{' then
            scan (at + 1) ("{" :: opened)
        elif latex[at] = '}' then
            close "{" (at + 1)
        elif
            latex[at] = '&'
            && not (List.exists (fun name -> Seq.contains name opened) [ "aligned"; "pmatrix"; "cases" ])
        then
            Some $"& at {at} stands in no environment"
        elif latex[at] > '~' then
            Some $"{latex[at]} at {at} is no ASCII"
        else
            scan (at + 1) opened

    let doubled =
        Text.RegularExpressions.Regex.Match(latex, @"(_\{[^{}]*\}_)|(\^\{[^{}]*\}\^)|__|\^\^")

    if doubled.Success then Some $"two indices at {doubled.Index}" else scan 0 []

/// A generated system: its equations and, of a dense matrix, the rates in 1/s.
type private System =
    {
        Text: string
        Constants: (string * float) list
        Parameters: (string * float) list
        Start: float list
    }

    override this.ToString() =
        $"%s{this.Text}\n%A{this.Constants}\n%A{this.Parameters}\n%A{this.Start}"

let private functions =
    [
        "sin(2*pi*30*Hz*t)"
        "cos(2*pi*f*t + 0.3)"
        "t/(10*ms)"
        "(t/(10*ms))**2"
        "exp(-t*100*Hz)"
        "t/(10*ms)*exp(-100*Hz*t)"
        "exp(-100*Hz*t)*cos(2*pi*30*Hz*t)"
        "t*10*Hz*sin(2*pi*f*t)"
        "sin(2*pi*30*Hz*t)**2"
    ]

/// Rates that are often equal, zero or nearly equal, in Hz.
let private rate =
    Gen.frequency
        [
            6, Gen.elements [ -100.0; -100.0; 100.0; -200.0; 50.0; 0.0 ]
            1, Gen.elements [ -100.0 * (1.0 + 1e-9); 0.5; -0.5 ]
            2, Gen.choose (-300, 300) |> Gen.map float
        ]

let private systems =
    gen {
        let! n = Gen.choose (1, 4)
        let! isChain = Gen.elements [ true; true; false ]
        let! rates = Gen.arrayOfLength (n * n) rate
        let! present = Gen.arrayOfLength (n * n) (Gen.elements [ true; true; false ])
        let! drives = Gen.arrayOfLength n (Gen.elements [ 0.0; 0.0; 1.0; -30.0 ])

        let! forced =
            Gen.arrayOfLength n (Gen.frequency [ 3, Gen.constant ""; 1, Gen.elements functions ])
        // numbers, named constants or parameters
        let! kind = Gen.choose (0, 2)

        let! frozen =
            Gen.arrayOfLength n (Gen.frequency [ 4, Gen.constant false; 1, Gen.constant true ])

        let! start =
            Gen.listOfLength n (Gen.choose (-300, 300) |> Gen.map (fun k -> float k / 100.0))

        let entries =
            [
                for i in 0 .. n - 1 do
                    for j in 0 .. n - 1 do
                        let value = rates[i * n + j]

                        if (i = j || (present[i * n + j] && (j > i || not isChain))) && value <> 0.0 then
                            i, j, value
            ]

        let nameOf i j = $"k{i}{j}"

        let term (i, j, value: float) =
            match kind with
            | 0 -> $"({value:R}*Hz)*x{j}"
            | _ -> $"{nameOf i j}*x{j}"

        let line i =
            let terms =
                [
                    for entry in entries do
                        let row, _, _ = entry

                        if row = i then
                            term entry
                    if drives[i] <> 0.0 then
                        $"b{i}"
                    if forced[i] <> "" then
                        $"{forced[i]}*80*Hz"
                    "0*Hz"
                ]

            let flag = if frozen[i] then " (unless refractory)" else ""
            $"dx{i}/dt = " + String.Join(" + ", terms) + $" : 1{flag}"

        let named =
            [
                for i, j, value in entries do
                    if kind > 0 then
                        nameOf i j, value
                for i in 0 .. n - 1 do
                    if drives[i] <> 0.0 then
                        $"b{i}", drives[i]
            ]

        let parameters = if kind = 2 then named else []

        return
            {
                Text =
                    String.Join(
                        "\n",
                        [ for i in 0 .. n - 1 -> line i ]
                        @ [ for name, _ in parameters -> $"{name} : Hz (constant)" ]
                    )
                Constants = ("f", 30.0) :: (if kind = 2 then [] else named)
                Parameters = parameters
                Start = start
            }
    }

let private equationsOf system =
    let constants =
        [ for name, value in system.Constants -> Collections.Generic.KeyValuePair(name, value * Hz) ]

    Equations.Parse(system.Text, Constants.Of constants)

/// Where the engine is one step of 2 ms after t = 6 ms, from the start values.
let private engineStep system equations isFree =
    Session.Isolated(fun () ->
        Session.Current.DefaultDt <- 2e-3

        let cells =
            NeuronGroup(
                1,
                equations,
                // a spike in the first step, and refractory ever since; or none at all
                threshold = plainText (if isFree then "i < 0" else "i >= 0"),
                reset = plainText "",
                refractoryWhile = plainText "i >= 0",
                method = Method.Exact
            )

        for name, value in system.Parameters do
            cells[name].Fill(value * Hz)

        use network = new Network(cells)
        network.Run(6 * ms)

        for k, value in List.indexed system.Start do
            cells[$"x{k}"].Fill(Brian.Quantity value)

        network.Run(2 * ms)
        [ for k in 0 .. system.Start.Length - 1 -> (values cells $"x{k}")[0] ])

let private agrees system =
    let equations = equationsOf system
    let solution = closedForm equations

    let variables =
        [ for k, value in List.indexed system.Start -> $"x{k}", value ] @ system.Parameters |> Map.ofList

    let meaning = Meaning(solution, variables, 3.0 * 2e-3, 2e-3)

    for isFree in [ true; false ] do
        let expected = engineStep system equations isFree
        let found = meaning.Step isFree
        let size = List.max (1.0 :: List.map abs (expected @ system.Start) @ meaning.Terms)

        for k, value in List.indexed expected do
            let name = $"x{k}"

            if not (abs (found[name] - value) <= 1e-12 * size) then
                failtest $"x{k} is {value}, the formula says {found[name]}:\n{equations.Solution}"

let private property count name body =
    Expecto.ExpectoFsCheck.testPropertyWithConfig
        { FsCheckConfig.defaultConfig with maxTest = count * Depth.factor }
        name
        body

let private chain n couples =
    let line i =
        let sources =
            [
                for j in i + 1 .. n - 1 do
                    if couples i j then
                        $" + x{j}"
            ]

        $"dx{i}/dt = (-x{i}{String.Concat sources})*k{i} : 1\nk{i} : Hz"

    Equations.Parse(String.Join("\n", [ for i in 0 .. n - 1 -> line i ]))

let private solutionSize equations =
    let solution = closedForm equations

    [
        for _, line in solution.Lines do
            match line with
            | Update(_, Sum terms) -> terms.Length
            | Update _ -> 1
            | Transition(states, _, _) -> states.Length
    ]
    |> List.sum

let tests =
    testList
        "Closed forms"
        [
            testAlone "are written as reviewed" (fun () ->
                Golden.check "Integration/solutions.expected" (reviewed ()))

            property
                300
                "say what the engine computes, equal and zero rates and resonance included"
                (fun () -> Prop.forAll (Arb.fromGen systems) agrees)

            property 200 "are sound LaTeX" (fun () ->
                Prop.forAll (Arb.fromGen systems) (fun system ->
                    let solution = (equationsOf system).Solution

                    for line in Seq.append [ solution.LaTeX ] solution.LaTeXLines do
                        match flawOf line with
                        | Some flaw -> failtest $"{flaw}:\n{line}"
                        | None -> ()))

            test "a flaw in LaTeX is seen" {
                for text in [ "{"; "\\left(x"; "x}"; "\\begin{cases} x"; "a & b"; "a_{b}_{c}"; "v∞" ] do
                    Expect.isSome (flawOf text) text
            }

            test "names become symbols in LaTeX" {
                for name, symbol in
                    [
                        "v", "v"
                        "v0", "v_{0}"
                        "tau", "\\tau"
                        "taum", "\\tau_{m}"
                        "tau_m", "\\tau_{m}"
                        "tau_m_e", "\\tau_{\\mathrm{m,e}}"
                        "g_Na", "g_{\\mathrm{Na}}"
                        "ge", "\\mathit{ge}"
                        "beta", "\\beta"
                        "dt", "\\Delta t"
                        "_", "\\mathit{\\_}"
                    ] do
                    Expect.equal (FormulaText.latexName name) symbol name
            }

            test "a cascade of n variables has n(n + 1)/2 terms" {
                for n in [ 1; 2; 5; 10; 20 ] do
                    Expect.equal (solutionSize (chain n (fun i j -> j = i + 1))) (n * (n + 1) / 2) $"{n}"
            }

            test "with all couplings there are never more than two terms for each pair" {
                for n in [ 2; 5; 10; 20; 40 ] do
                    Expect.isLessThanOrEqual (solutionSize (chain n (fun _ _ -> true))) (n * (n + 1)) $"{n}"
            }

            property 100 "the variance of noise is the integral of its decay" (fun () ->
                let sample = Gen.zip rate (Gen.elements [ 1.0; -0.5; 20.0 ])

                Prop.forAll (Arb.fromGen sample) (fun (rate, factor) ->
                    let equations =
                        Equations $"dv/dt = {rate * Hz}*v + {factor * (1 * Hz) ** 0.5}*xi : 1"

                    let solution = closedForm equations
                    let step = 2e-3

                    let deviation =
                        match solution.Lines with
                        | [ Always, Update("v", formula) ] ->
                            let at value =
                                formula
                                |> substitute (function
                                    | symbol when symbol = standardNormal -> Number value
                                    | other -> Symbol other)
                                |> Meaning(solution, Map.ofList [ "v", 0.0 ], 0.0, step).Evaluate

                            at 1.0 - at 0.0
                        | other -> failtest $"{other}"

                    let _, covariance =
                        MatrixExponential.transition
                            (array2D [ [ Double2.OfFloat(rate * step) ] ])
                            [ array2D [ [ Double2.OfFloat(factor * factor * step) ] ] ]

                    let expected = covariance.Head[0, 0].Value

                    Expect.floatClose
                        { absolute = 0.0; relative = 1e-12 }
                        (deviation * deviation)
                        expected
                        "the variance"))

            test "noise that variables share is told by its matrices" {
                let equations =
                    Equations
                        $"dv/dt = (I - v)/(10*ms) : 1\ndI/dt = -I/(5*ms) + 3*Hz**0.5*xi + 2*Hz**0.5*xi_2 : 1"

                let solution = closedForm equations

                match
                    solution.Definitions
                    |> List.tryPick (function
                        | Covariance(noise, rates, factors) -> Some(noise, rates, factors)
                        | _ -> None)
                with
                | Some(noise, rates, factors) ->
                    let meaning = Meaning(solution, Map.empty, 0.0, 1e-3)
                    Expect.hasLength noise 2 "a number for each variable"

                    let isNear (expected: float[,]) (found: float[,]) =
                        expected
                        |> Array2D.iteri (fun i j x -> allClose 1e-15 "element" [| x |] [| found[i, j] |])

                    isNear (array2D [ [ -100.0; 100.0 ]; [ 0.0; -200.0 ] ]) (meaning.Matrix rates)
                    isNear (array2D [ [ 0.0; 0.0 ]; [ 3.0; 2.0 ] ]) (meaning.Matrix factors)
                | None -> failtest $"{equations.Solution}"
            }

            test "a hole with an expression goes by its value" {
                let equations = Equations $"dv/dt = -v/{2 * 5 * ms} : 1"

                Expect.equal $"{equations.Solution}" "v(t + dt) = v exp(-dt/(10 ms))" "the value"
            }

            test "a name that the model has already goes by its value" {
                let v0 = 3.0
                let tau = 10 * ms
                let equations = Equations $"dv/dt = (v0 - v)/{tau} + {v0}/ms : 1\nv0 : 1"

                Expect.equal
                    $"{equations.Solution}"
                    "v(t + dt) = v∞ + (v - v∞) exp(-dt/tau)\nwhere v∞ = v0 + 3 tau/ms"
                    "3"
            }

            test "a name with two values goes by its values" {
                let one (tau: Brian.Quantity) = Equations $"dv/dt = -v/{tau} : 1"
                let other (tau: Brian.Quantity) = Equations $"dw/dt = -w/{tau} : 1"
                let both = one (10 * ms) + other (5 * ms)

                Expect.equal
                    $"{both.Solution}"
                    "v(t + dt) = v exp(-dt/(10 ms))\nw(t + dt) = w exp(-dt/(5 ms))"
                    "two time constants"
            }

            test "a part of Explain" {
                let tau = 10 * ms

                Expect.stringContains
                    ((Equations $"dv/dt = (1 - v)/{tau} : 1").Explain())
                    "exact solution\n  v(t + dt) = 1 + (v - 1) exp(-dt/tau)"
                    "the tutorial's solution"
            }

            test "there is none, and why" {
                let solution = (Equations $"dv/dt = (1 - v**2)/ms : 1").Solution
                Expect.isFalse solution.Exists "not linear"
                Expect.equal solution.Reason "dv/dt is not linear: v**2" "why"
                Expect.equal $"{solution}" "no closed form: dv/dt is not linear: v**2" "for people"
                Expect.isEmpty solution.Lines "lines"
                Expect.isEmpty solution.LaTeXLines "LaTeX lines"
                Expect.equal solution.LaTeX "" "LaTeX"
            }
        ]
