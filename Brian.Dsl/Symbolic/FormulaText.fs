/// Formulas as text: in Unicode, with names as the model has them, and in LaTeX, with the symbols of mathematics.
module internal Brian.Symbolic.FormulaText

open System
open System.Globalization
open Brian.Engine
open Brian.Symbolic.Formula

/// How tightly the outermost operation binds; a looser part goes in brackets.
type Level =
    | Loose = 0
    | Comparison = 1
    | Sum = 2
    | Product = 3
    | Atom = 4

/// A way of writing.
type Style =
    {
        Number: float -> struct (string * Level)
        Symbol: Symbol -> struct (string * Level)
        /// Between factors.
        Juxtaposed: string
        /// Between factors of which the second begins with a digit.
        Times: string
        Brackets: string -> string
        SquareBrackets: string -> string
        /// A fraction with a bar, where there is one.
        Stacked: (string -> string -> string) voption
        /// A power, by whole exponents and by all others.
        Raised: string -> int -> string
        RaisedTo: string -> string -> string
        Call: string -> string list -> string
        /// exp, by its argument in the style of exponents.
        Exponential: string -> string
        Exponents: Style voption
        Operator: string -> string
        Choice: string -> string -> string -> string
    }

/// The shortest digits of a positive number that are the number but for its last rounding, and a power of ten.
let digits (value: float) =
    let text = value.ToString("G15", CultureInfo.InvariantCulture)
    let back = Double.Parse(text, CultureInfo.InvariantCulture)

    let text =
        if Math.Abs(back - value) <= 2.0 * (Math.BitIncrement value - value) then
            text
        else
            value.ToString("R", CultureInfo.InvariantCulture)

    match text.IndexOf 'E' with
    | -1 -> struct (text, 0)
    | e -> struct (text.Substring(0, e), int (text.Substring(e + 1)))

let private juxtapose style (factors: string list) =
    let join (text: string) (next: string) =
        text + (if Char.IsAsciiDigit next[0] then style.Times else style.Juxtaposed) + next

    match factors with
    | [] -> "1"
    | _ -> List.reduce join factors

/// Factors that stand above the bar of a fraction; the others stand behind it.
let private isShort factor =
    match factor with
    | Number _
    | Symbol _
    | Power(Symbol _, _) -> true
    | _ -> false

let rec private write style formula : struct (string * Level) =
    let within level part =
        let struct (text, inner) = write style part
        if inner < level then style.Brackets text else text

    let plain = within Level.Loose
    let factors parts = List.map (within Level.Product) parts

    match formula with
    | Number value when value < 0.0 ->
        let struct (text, _) = style.Number -value
        struct ("-" + text, Level.Sum)
    | Number value -> style.Number value
    | Symbol symbol -> style.Symbol symbol
    | Sum parts ->
        let isNegative (text: string) = text.StartsWith '-'

        let join (text: string) (term: string) =
            if isNegative term then $"{text} - {term.Substring 1}" else $"{text} + {term}"

        // a term with a minus does not come first where another can
        let terms = parts |> List.map (within Level.Sum)
        let first = terms |> List.tryFindIndex (isNegative >> not) |> Option.defaultValue 0
        struct (List.fold join terms[first] (List.removeAt first terms), Level.Sum)
    | Product(Number value :: rest) when value < 0.0 ->
        struct ("-" + within Level.Product (product (Number -value :: rest)), Level.Sum)
    | Product parts -> fraction style parts
    | Power(_, n) when n < 0 -> fraction style [ formula ]
    | Power(inner, n) -> struct (style.Raised (within Level.Atom inner) n, Level.Atom)
    | Call(Op.Exp, [ argument ]) ->
        let struct (text, _) =
            write (ValueOption.defaultValue style style.Exponents) argument

        struct (style.Exponential text, Level.Atom)
    | Call(Op.Power, [ a; b ]) ->
        struct (style.RaisedTo (within Level.Atom a) (within Level.Atom b), Level.Atom)
    | Call(op, arguments) -> struct (style.Call (ExprText.nameOf op) (List.map plain arguments), Level.Atom)
    | Outside(name, arguments) -> struct (style.Call name (List.map plain arguments), Level.Atom)
    | Sinhc argument -> struct (style.Call "sinhc" [ plain argument ], Level.Atom)
    | DividedExp places ->
        struct (style.Call "exp" [] + style.SquareBrackets(String.Join(", ", List.map plain places)),
                Level.Atom)
    | Choice(condition, a, b) ->
        struct (style.Choice (plain condition) (within Level.Sum a) (within Level.Sum b), Level.Loose)
    | Relation(("and" | "or") as operator, a, b) ->
        let both =
            $"{within Level.Comparison a} {style.Operator operator} {within Level.Comparison b}"

        struct (both, Level.Loose)
    | Relation(operator, a, b) ->
        struct ($"{within Level.Sum a} {style.Operator operator} {within Level.Sum b}", Level.Comparison)
    | Not condition ->
        struct ($"""{style.Operator "not"} {within Level.Comparison condition}""", Level.Comparison)

and private fraction style parts =
    let text level part =
        let struct (text, inner) = write style part
        if inner < level then style.Brackets text else text

    let isBelow =
        function
        | Power(_, n) -> n < 0
        | _ -> false

    let below, above = List.partition isBelow parts
    // numbers first
    let below =
        below |> List.map (fun part -> power part -1) |> List.sortBy (_.IsNumber >> not)

    match style.Stacked, below with
    | _, [] -> struct (juxtapose style (List.map (text Level.Product) above), Level.Product)
    | ValueNone, [ single ] ->
        let above = juxtapose style (List.map (text Level.Product) above)
        struct ($"{above}/{text Level.Atom single}", Level.Product)
    | ValueNone, several ->
        let above = juxtapose style (List.map (text Level.Product) above)

        struct ($"{above}/{style.Brackets(juxtapose style (List.map (text Level.Product) several))}",
                Level.Product)
    | ValueSome stack, _ ->
        let line parts =
            match parts with
            | [ single ] -> text Level.Loose single
            | several -> juxtapose style (List.map (text Level.Product) several)

        match above with
        | [ _ ] -> struct (stack (line above) (line below), Level.Product)
        | _ ->
            let short, long = List.partition isShort above
            let bar = stack (line short) (line below)
            struct (juxtapose style (bar :: List.map (text Level.Product) long), Level.Product)

/// The text of a formula.
let ofFormula style formula =
    let struct (text, _) = write style formula
    text

let private superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹"

/// Unicode text, in which names are as the model has them: `1 + (v - 1) exp(-dt/tau)`.
let unicode =
    {
        Number =
            fun value ->
                match digits value with
                | struct (text, 0) -> struct (text, Level.Atom)
                | struct (text, power) -> struct ($"{text}e{power}", Level.Atom)
        Symbol =
            function
            | Variable name
            | Constant(name, _)
            | Unit(name, _)
            | Own(name, _) -> struct (name, Level.Atom)
            | Quantity(number, unit, _) -> struct ($"{number} {unit}", Level.Product)
        Juxtaposed = " "
        Times = " × "
        Brackets = fun text -> $"({text})"
        SquareBrackets = fun text -> $"[{text}]"
        Stacked = ValueNone
        Raised = fun text n -> text + String.map (fun digit -> superscripts[int digit - int '0']) (string n)
        RaisedTo = fun text exponent -> $"{text}^{exponent}"
        Call =
            fun name arguments ->
                match name, arguments with
                | _, [] -> name
                | "sqrt", [ argument ] ->
                    if Seq.forall Char.IsLetterOrDigit (argument.Replace("_", "")) then
                        $"√{argument}"
                    else
                        $"√({argument})"
                | _ -> name + "(" + String.Join(", ", arguments) + ")"
        Exponential = fun argument -> $"exp({argument})"
        Exponents = ValueNone
        Operator = id
        Choice = fun condition a b -> $"if {condition} then {a} else {b}"
    }

/// Names of Greek letters, and other names that have a symbol.
let private letters =
    let greek =
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi \
         omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"

    [ for name in greek.Split ' ' -> name, "\\" + name ]
    @ [ "dt", "\\Delta t"; "inf", "\\infty"; "t_in_timesteps", "k" ]
    |> Map.ofList

/// Greek letters that no other word begins with, so that taum is τ with the index m.
let private prefixes =
    [ "tau"; "sigma"; "alpha"; "lambda"; "omega"; "kappa"; "theta" ]

let private indexed (letter: string) (index: string) =
    match index with
    | "" -> letter
    | _ when index.Length = 1 || Seq.forall Char.IsDigit index -> $"{letter}_{{{index}}}"
    | _ -> $"{letter}_{{\\mathrm{{{index}}}}}"

/// A name as a symbol: tau_m, taum, v0, g_Na.
let latexName (name: string) =
    let letter (text: string) =
        match Map.tryFind text letters with
        | Some symbol -> symbol
        | None when text.Length = 1 -> text
        | None -> $"\\mathit{{{text}}}"

    let split (text: string) at =
        text.Substring(0, at), text.Substring at

    match Map.tryFind name letters, name.IndexOf '_' with
    | Some symbol, _ -> symbol
    | None, at when at > 0 && at < name.Length - 1 ->
        indexed (letter (name.Substring(0, at))) (name.Substring(at + 1).Replace('_', ','))
    | None, _ ->
        let stem = name.Replace("_", "").TrimEnd([| '0' .. '9' |])

        match prefixes |> List.tryFind (fun prefix -> stem.StartsWith prefix) with
        | Some prefix ->
            let head, index = split (name.Replace("_", "")) prefix.Length
            indexed (letter head) index
        | None when stem = "" ->
            let escaped = name.Replace("_", "\\_")
            $"\\mathit{{{escaped}}}"
        | None -> indexed (letter stem) (name.Replace("_", "").Substring stem.Length)

let private latexUnit (name: string) =
    "\\mathrm{" + name.Replace("ohm", "\\Omega").Replace("**", "^") + "}"

let private latexFunctions =
    Map.ofList
        [
            for name in [ "exp"; "sin"; "cos"; "tan"; "sinh"; "cosh"; "tanh"; "arcsin"; "arccos"; "arctan" ] do
                name, "\\" + name
            "log", "\\ln"
        ]

let private latexOperators =
    Map.ofList
        [
            "<=", "\\le"
            ">=", "\\ge"
            "==", "="
            "!=", "\\ne"
            "and", "\\land"
            "or", "\\lor"
            "not", "\\lnot"
        ]

let private latexBrackets text = $"\\left({text}\\right)"

/// LaTeX, for math mode.
let latex =
    let inLine =
        {
            Number =
                fun value ->
                    match digits value with
                    | struct (text, 0) -> struct ((if text = "Infinity" then "\\infty" else text), Level.Atom)
                    | struct (text, power) -> struct ($"{text} \\times 10^{{{power}}}", Level.Product)
            Symbol =
                function
                | Variable name
                | Constant(name, _) -> struct (latexName name, Level.Atom)
                | Unit(name, _) -> struct (latexUnit name, Level.Atom)
                | Own(_, latex) -> struct (latex, Level.Atom)
                | Quantity(number, unit, _) -> struct ($"{number}\\,{latexUnit unit}", Level.Product)
            Juxtaposed = " \\, "
            Times = " \\times "
            Brackets = latexBrackets
            SquareBrackets = fun text -> $"\\left[{text}\\right]"
            Stacked = ValueNone
            Raised = fun text n -> $"{text}^{{{n}}}"
            RaisedTo = fun text exponent -> $"{text}^{{{exponent}}}"
            Call =
                fun name arguments ->
                    let head =
                        Map.tryFind name latexFunctions
                        |> Option.defaultWith (fun () -> "\\operatorname{" + name + "}")

                    match name, arguments with
                    | _, [] -> head
                    | "sqrt", [ argument ] -> $"\\sqrt{{{argument}}}"
                    | "abs", [ argument ] -> $"\\left|{argument}\\right|"
                    | _ -> head + latexBrackets (String.Join(", ", arguments))
            Exponential = fun argument -> $"e^{{{argument}}}"
            Exponents = ValueNone
            Operator = fun name -> Map.tryFind name latexOperators |> Option.defaultValue name
            Choice =
                fun condition a b ->
                    $"\\begin{{cases}} {a} & \\text{{if }} {condition} \\\\ {b} & \\text{{otherwise}} \\end{{cases}}"
        }

    { inLine with
        Stacked = ValueSome(fun above below -> $"\\frac{{{above}}}{{{below}}}")
        Exponents = ValueSome inLine
    }
