/// What can be wrong with definitions and statements where the syntax is right: one function per mistake.
module internal Brian.Models.DefinitionMistakes

open Brian
open Brian.Models.Mistakes

// Definitions

let differentialNotReal span name =
    plain
        "BR0217"
        span
        $"{quote name} changes continuously, so it cannot be integer or boolean"
        "a unit such as `: 1` or `: volt`"

/// `forms` are the kinds of definitions with their flags; `form` is the one at hand.
let unknownFlag (span: Span) (forms: (string * string list) list) form =
    let allowed = forms |> List.find (fun (name, _) -> name = form) |> snd
    let all = forms |> List.collect snd |> List.distinct

    /// The flags in a text without commas between them, if it is made of nothing else.
    let rec parts (text: string) =
        match all |> List.tryFind (fun flag -> text = flag || text.StartsWith(flag + " ")) with
        | Some flag when text = flag -> Some [ flag ]
        | Some flag -> parts (text.Substring(flag.Length + 1)) |> Option.map (fun rest -> flag :: rest)
        | None -> None

    let help =
        match parts span.Text, Mistakes.nearest span.Text allowed with
        | Some [ flag ], _ ->
            let owners = forms |> List.filter (snd >> List.contains flag) |> List.map fst
            let owners = String.concat " and " owners
            $"leaving it away: it belongs to {owners}"
        | Some several, _ ->
            let several = String.concat ", " several
            $"a comma between flags: ({several})"
        | None, ValueSome near -> $"({near}), if that is what you mean"
        | None, ValueNone -> "leaving it away"

    Diagnostic(
        "BR0218",
        span,
        $"{quote span.Text} is not a flag of {form}",
        ValueNone,
        evidence (String.concat " or " (List.map (fun f -> $"({f})") allowed)) "",
        help
    )

let cycle span (path: string list) =
    plain
        "BR0219"
        span
        ("these subexpressions depend on each other in a circle: " + String.concat " -> " path)
        "a differential equation or a parameter in place of one of them"

let tooLarge span name (height: int) (parts: float) =
    Diagnostic(
        "BR0251",
        span,
        $"{quote name} is too large",
        evidence
            $"more than {height} operations in a row or {parts} in all"
            "with subexpressions in place of their names",
        ValueNone,
        "the flag (constant over dt) for a subexpression that it uses: that is computed once for each step"
    )

let sharedReadsNeuron span name other =
    plain
        "BR0220"
        span
        $"{quote name} is shared by all neurons but {quote other} differs from neuron to neuron"
        "removing the flag (shared)"

let randomSubexpression span name =
    plain
        "BR0221"
        span
        $"the subexpression {quote name} draws random numbers, so every use would be another draw"
        "the flag (constant over dt): one draw for each step"

let randomInEquation span name =
    plain
        "BR0222"
        span
        $"d{name}/dt cannot draw random numbers: its integral would depend on the time step"
        "white noise xi, or a subexpression with the flag (constant over dt)"

let noiseOutside span =
    plain
        "BR0223"
        span
        "white noise xi may stand only in differential equations"
        "randn(), a standard normal number"

let noiseTwice span name first second =
    plain
        "BR0224"
        span
        $"{quote name} stands in the equations of {quote first} and {quote second}: one noise or two?"
        "names: xi_a in both for one common noise, xi_a and xi_b for two independent ones"

let onlyWithRefractoriness span name =
    plain
        "BR0226"
        span
        $"{quote name} exists only in groups with a threshold and refractoriness"
        "giving the group a refractory period, for example refractory = 5*ms"

// Statements

let assignUnknown span name suggestion (known: string seq) =
    let variables =
        match suggestion with
        | ValueSome near -> quote near
        | ValueNone -> oneOf known

    plain
        "BR0230"
        span
        $"{quote name} is not a variable of the group"
        $"{variables}; for a temporary value: let {name} = ..."

let assignReadOnly span name reason instead =
    plain "BR0231" span $"{quote name} cannot be changed here: {reason}" instead

let usedBeforeLet span name =
    plain
        "BR0235"
        span
        $"{quote name} is used before it is introduced"
        $"moving `let {name} = ...` in front of this statement"

let assignConstant span name =
    plain
        "BR0232"
        span
        $"{quote name} has the flag (constant), so it keeps its value during a run"
        "removing the flag where it is declared"

let assignShared span name =
    plain
        "BR0233"
        span
        $"{quote name} is shared by all neurons, so one neuron's reset cannot change it"
        "a parameter for each neuron, without the flag (shared)"

let localHides span name isVariable =
    plain
        "BR0234"
        span
        $"the local {quote name} would hide another meaning of that name"
        (if isVariable then
             $"{name} = ... without let, to change the variable; otherwise another name"
         else
             "another name for the local")
