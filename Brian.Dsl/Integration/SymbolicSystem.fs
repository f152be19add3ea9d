/// Linear equations as formulas: dx_i/dt = sum_j A_ij x_j + forcing + noise, and who depends on whom.
module internal Brian.Integration.SymbolicSystem

open System
open System.Collections.Generic
open Brian.Models
open Brian.Symbolic
open Brian.Symbolic.Formula
open Brian.Integration.LinearRow

/// An oscillation: sin or cos of an argument, with the derivative of the argument.
type Wave = { IsSine: bool; Argument: Formula; Rate: Formula }

/// factor * t^n * exp(a t + b) * waves.
type Input =
    {
        Factor: Formula
        /// n
        Power: int
        /// a t + b
        Exponent: Formula
        /// a
        Growth: Formula
        Waves: Wave list
        /// The same as the recogniser of forcing has it.
        Term: Forcing.Wave list
    }

    /// Is it constant within a step?
    member this.IsConstant = this.Power = 0 && this.Exponent = zero && this.Waves.IsEmpty

type System =
    {
        Names: string[]
        Rates: Formula[,]
        Inputs: Input list[]
        /// The factors of the noises by their names.
        Noise: Map<string, Formula>[]
        /// Does x_i depend on x_j, over whatever way? Everything depends on itself.
        DependsOn: bool[,]
    }

    member this.Size = this.Names.Length
    member this.State(i: int) = Symbol(Variable this.Names[i])

    /// All x_j that x_i depends on, itself among them.
    member this.Sources(i: int) =
        [
            for j in 0 .. this.Size - 1 do
                if this.DependsOn[i, j] then
                    j
        ]

/// Names for what a solution introduces, none of which looks like one of the model.
[<Sealed>]
type Labels(names: string seq) =
    let used = HashSet<string>(names |> Seq.map FormulaText.latexName)
    let subscripts = "₀₁₂₃₄₅₆₇₈₉"

    /// The name, or the name with the first index that is free.
    member _.Fresh(text: string, latex: string) =
        if used.Add latex then
            Own(text, latex)
        else
            let index =
                Seq.initInfinite ((+) 1) |> Seq.find (fun k -> used.Add $"{latex}_{{{k}}}")

            let lowered =
                string index |> String.map (fun digit -> subscripts[int digit - int '0'])

            Own(text + lowered, $"{latex}_{{{index}}}")

/// What the names of a symbol's index are in LaTeX.
let indexed (letter: string) name =
    $"{letter}_{{{FormulaText.latexName name}}}"

let private input formula (thing: Expr.Expr) (waves: Forcing.Wave list) =
    let start =
        {
            Factor = formula thing
            Power = 0
            Exponent = zero
            Growth = zero
            Waves = []
            Term = waves
        }

    let wave isSine argument rate =
        { IsSine = isSine; Argument = formula argument; Rate = formula rate }

    waves
    |> List.fold
        (fun input factor ->
            match factor with
            | Forcing.Power n -> { input with Power = input.Power + n }
            | Forcing.Exponential(argument, rate) ->
                { input with
                    Exponent = sum [ input.Exponent; formula argument ]
                    Growth = sum [ input.Growth; formula rate ]
                }
            | Forcing.Sine(argument, rate) ->
                { input with Waves = input.Waves @ [ wave true argument rate ] }
            | Forcing.Cosine(argument, rate) ->
                { input with Waves = input.Waves @ [ wave false argument rate ] })
        start

/// The equations of rows in which `given` has been assumed. Frozen variables are constants of the others.
let ofRows symbolOf (given: Expr.Expr -> Expr.Expr) isFrozen (rows: Row list) =
    let formula = given >> Formula.ofExpr symbolOf
    let frozen, live = List.partition isFrozen rows
    let names = [| for row in live -> row.Variable.Name |]
    let n = names.Length

    let rates =
        array2D [ for row in live -> [ for name in names -> formula (coefficient row name) ] ]

    let held (row: Row) =
        [
            for other in frozen do
                let name = other.Variable.Name
                let rate = coefficient row name

                if given rate <> Expr.zero then
                    { input formula rate [] with Factor = product [ formula rate; Symbol(Variable name) ] }
        ]

    let inputs (row: Row) =
        [ for term in row.Forcing -> input formula term.Thing term.Waves ] @ held row
        |> List.filter (fun input -> input.Factor <> zero)

    let noise (row: Row) =
        row.Noise |> Map.map (fun _ factor -> formula factor) |> Map.filter (fun _ factor -> factor <> zero)

    let dependsOn = Array2D.init n n (fun i j -> i = j || rates[i, j] <> zero)

    for k in 0 .. n - 1 do
        for i in 0 .. n - 1 do
            for j in 0 .. n - 1 do
                dependsOn[i, j] <- dependsOn[i, j] || (dependsOn[i, k] && dependsOn[k, j])

    {
        Names = names
        Rates = rates
        Inputs = [| for row in live -> inputs row |]
        Noise = [| for row in live -> noise row |]
        DependsOn = dependsOn
    }

/// Is the value a constant, finite and not 0?
let isSurelyNotZero formula =
    match FormulaValue.constant formula with
    | ValueSome value -> Double.IsFinite value && value <> 0.0
    | ValueNone -> false

let private factors formula =
    match formula with
    | Product factors -> factors
    | other -> [ other ]
    |> List.map (function
        | Power(inner, n) -> inner, n
        | other -> other, 1)

/// May a term be divided by a rate, whatever values parameters have, zeros and infinities included? Everything in the rate
/// must cancel, or be a constant that is neither.
let mayDivide term rate =
    let exponents = Map.ofList (factors term)

    rate <> zero
    && factors rate
       |> List.forall (fun (inner, n) ->
           let before = Map.tryFind inner exponents |> Option.defaultValue 0
           let after = before - n

           inner = dt
           || isSurelyNotZero inner
           || after = 0
           || (sign after = sign before && abs after <= abs before))
