/// Closed forms as lines of text, in Unicode and in LaTeX.
module internal Brian.Integration.ClosedFormText

open System
open Brian.Symbolic
open Brian.Symbolic.Formula
open Brian.Integration.ClosedForm

/// What is written about the functions of a solution that not everybody knows.
type private Remark =
    | DividedDifference of isLong: bool
    | HyperbolicCardinal

let private formulas (solution: ClosedForm) =
    [
        for _, line in solution.Lines do
            match line with
            | Update(_, formula) -> formula
            | Transition(states, _, _) -> yield! states
        for definition in solution.Definitions do
            match definition with
            | Value(_, formula) -> formula
            | Later _
            | Matrix _
            | Covariance _ -> ()
    ]

let private remarks (solution: ClosedForm) =
    let formulas = formulas solution

    let has condition =
        formulas |> List.exists (exists condition)

    let isDivided atLeast formula =
        match formula with
        | DividedExp places -> places.Length >= atLeast
        | _ -> false

    [
        if has (isDivided 2) then
            DividedDifference(has (isDivided 3))
        if has _.IsSinhc then
            HyperbolicCardinal
    ]

/// For which neurons a line holds, in words.
let private neurons =
    function
    | Always -> ""
    | WhileFree -> "while not refractory"
    | WhileRefractory -> "while refractory"

module private Plain =
    let text = FormulaText.ofFormula FormulaText.unicode

    let tuple parts =
        "(" + String.Join(", ", List.map text parts) + ")"

    let line (case, line) =
        let written =
            match line with
            | Update(name, formula) -> $"{name}(t + dt) = {text formula}"
            | Transition(states, matrix, noise) ->
                let added = if noise.IsEmpty then "" else $" + {tuple noise}"
                $"{tuple states}(t + dt) = exp({text (Symbol matrix)} dt) {tuple states}{added}"

        match case with
        | Always -> written
        | case -> $"{written}, {neurons case}"

    /// Rows in brackets, columns aligned to the right.
    let matrix (elements: Formula[,]) =
        let texts = Array2D.map text elements

        let column j =
            Seq.init (Array2D.length1 texts) (fun i -> texts[i, j])

        let widths =
            Array.init (Array2D.length2 texts) (column >> Seq.map String.length >> Seq.max)

        [
            for i in 0 .. Array2D.length1 texts - 1 ->
                let cells = [ for j in 0 .. widths.Length - 1 -> texts[i, j].PadLeft widths[j] ]
                "    [ " + String.Join("  ", cells) + " ]"
        ]

    let definition definition =
        match definition with
        | Value(symbol, formula) -> [ $"where {text (Symbol symbol)} = {text formula}" ]
        | Later _ -> []
        | Matrix(symbol, elements) -> $"where {text (Symbol symbol)} =" :: matrix elements
        | Covariance(noise, rates, factors) ->
            let a, g = text (Symbol rates), text (Symbol factors)

            [
                $"where {tuple (List.map Symbol noise)} is normal with mean 0 and covariance \
                  ∫₀ᵈᵗ exp({a} s) {g} {g}ᵀ exp({a} s)ᵀ ds"
            ]

    let remark remark =
        match remark with
        | DividedDifference isLong ->
            [
                "where exp[a, b] = (exp(a) - exp(b))/(a - b), and exp(a) if a = b"
                if isLong then
                    "where exp[a, b, ..., z] = (exp[a, b, ...] - exp[b, ..., z])/(a - z), and exp(a)/k! if all k + 1 are equal"
            ]
        | HyperbolicCardinal ->
            [
                "where sinhc(x) = sinh(x)/x, and 1 if x = 0; of an imaginary number, cosh(i x) = cos(x) and sinhc(i x) = sin(x)/x"
            ]

module private LaTeX =
    let text = FormulaText.ofFormula FormulaText.latex

    let private array rows =
        let body =
            rows |> List.map (List.map text >> String.concat " & ") |> String.concat " \\\\ "

        $"\\begin{{pmatrix}} {body} \\end{{pmatrix}}"

    let column parts = array [ for part in parts -> [ part ] ]

    let words (text: string) = $"\\text{{{text}}}"

    let line (case, line) =
        let written =
            match line with
            | Update(name, formula) -> $"{FormulaText.latexName name}(t + \\Delta t) = {text formula}"
            | Transition(states, matrix, noise) ->
                let added = if noise.IsEmpty then "" else $" + {column noise}"

                $"{column states}(t + \\Delta t) = e^{{{text (Symbol matrix)} \\, \\Delta t}} {column states}{added}"

        match case with
        | Always -> written
        | case -> $"""{written} \quad {words (neurons case)}"""

    let definition definition =
        match definition with
        | Value(symbol, formula) -> [ $"{text (Symbol symbol)} = {text formula}" ]
        | Later _ -> []
        | Matrix(symbol, elements) ->
            let rows =
                [ for i in 0 .. Array2D.length1 elements - 1 -> List.ofArray elements[i, *] ]

            [ $"{text (Symbol symbol)} = {array rows}" ]
        | Covariance(noise, rates, factors) ->
            let a, g = text (Symbol rates), text (Symbol factors)

            [
                $"{column (List.map Symbol noise)} \\sim \\mathcal{{N}}\\left(0, \\int_0^{{\\Delta t}} \
                  e^{{{a} s}} {g} {g}^{{\\mathsf{{T}}}} \\left(e^{{{a} s}}\\right)^{{\\mathsf{{T}}}} \\mathrm{{d}}s\\right)"
            ]

    let private cases first second condition =
        $"\\begin{{cases}} {first} & \\text{{if }} {condition} \\\\ {second} & \\text{{otherwise}} \\end{{cases}}"

    let remark remark =
        match remark with
        | DividedDifference isLong ->
            [
                "\\exp\\left[a, b\\right] = " + cases "e^{a}" "\\frac{e^{a} - e^{b}}{a - b}" "a = b"

                if isLong then
                    "\\exp\\left[a, b, \\ldots, z\\right] = "
                    + cases
                        "\\frac{e^{a}}{k!}"
                        "\\frac{\\exp\\left[a, b, \\ldots\\right] - \\exp\\left[b, \\ldots, z\\right]}{a - z}"
                        "\\text{all $k + 1$ are equal}"
            ]
        | HyperbolicCardinal ->
            [
                "\\operatorname{sinhc}\\left(x\\right) = "
                + cases "1" "\\frac{\\sinh\\left(x\\right)}{x}" "x = 0"
                "\\cosh\\left(i x\\right) = \\cos\\left(x\\right), \\quad \\sinh\\left(i x\\right) = i \\sin\\left(x\\right)"
            ]

/// Lines of Unicode text.
let unicode (solution: ClosedForm) =
    List.map Plain.line solution.Lines
    @ List.collect Plain.definition solution.Definitions
    @ List.collect Plain.remark (remarks solution)

/// Lines of LaTeX for math mode, each complete in itself.
let latex (solution: ClosedForm) =
    List.map LaTeX.line solution.Lines
    @ List.collect LaTeX.definition solution.Definitions
    @ List.collect LaTeX.remark (remarks solution)
