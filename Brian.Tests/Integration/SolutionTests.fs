/// How solutions are written, in Unicode and in LaTeX.
module Brian.Tests.Integration.SolutionTests

open System
open Expecto
open FsCheck.FSharp
open Brian
open Brian.Symbolic
open Brian.Tests
open Brian.Tests.Sessions
open Brian.Tests.Integration.LinearSystems
open Brian.Units

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

let tests =
    testList
        "Solutions"
        [
            testAlone "are written as reviewed" (fun () ->
                Golden.check "Integration/solutions.expected" (reviewed ()))

            ExpectoFsCheck.testPropertyWithConfig
                { FsCheckConfig.defaultConfig with maxTest = 200 }
                "are sound LaTeX"
                (fun () ->
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
                let one (tau: Quantity) = Equations $"dv/dt = -v/{tau} : 1"
                let other (tau: Quantity) = Equations $"dw/dt = -w/{tau} : 1"
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
