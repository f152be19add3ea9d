/// Computes what a closed form says, from the same formulas that are printed.
module Brian.Tests.Integration.ClosedFormValue

open System.Collections.Generic
open System.Numerics
open Brian.Integration.ClosedForm
open Brian.Symbolic
open Brian.Symbolic.Formula

/// Values of all symbols at time t, and of what the solution defines. Normal numbers and noise are 0.
[<Sealed>]
type internal Meaning(solution: ClosedForm, variables: Map<string, float>, t: float, step: float) =
    let defined = Dictionary<Symbol, Complex>()

    let valueOf time symbol =
        match symbol with
        | Variable "t" -> Complex(time, 0.0)
        | Variable "dt" -> Complex(step, 0.0)
        | Variable name -> Complex(variables[name], 0.0)
        | Constant(_, value)
        | Unit(_, value)
        | Quantity(_, _, value) -> Complex(value, 0.0)
        | Own _ ->
            match defined.TryGetValue symbol with
            | true, value -> value
            | _ -> Complex.Zero

    do
        for definition in solution.Definitions do
            match definition with
            | Value(symbol, formula)
            | Later(symbol, formula) -> defined[symbol] <- FormulaValue.evaluate (valueOf t) formula
            | Matrix _
            | Covariance _ -> ()

    member _.Evaluate formula =
        (FormulaValue.evaluate (valueOf t) formula).Real

    /// The sizes of the terms of all sums but those in functions and denominators: what rounding errors are measured by.
    member this.Terms =
        let rec terms formula =
            match formula with
            | Sum parts -> [ for part in parts -> abs (this.Evaluate part) ] @ List.collect terms parts
            | Product parts -> List.collect terms parts
            | _ -> []

        [
            for _, line in solution.Lines do
                match line with
                | Update(_, formula) -> yield! terms formula
                | Transition _ -> ()
            for definition in solution.Definitions do
                match definition with
                | Value(_, formula) -> yield! terms formula
                | Later _
                | Matrix _
                | Covariance _ -> ()
        ]

    member this.Matrix symbol =
        solution.Definitions
        |> List.pick (function
            | Matrix(other, elements) when other = symbol -> Some(Array2D.map this.Evaluate elements)
            | _ -> None)

    /// The variables one step later, by name, for neurons that are refractory or not.
    member this.Step(isFree: bool) : Map<string, float> =
        let holds case =
            match case with
            | Always -> true
            | WhileFree -> isFree
            | WhileRefractory -> not isFree

        [
            for case, line in solution.Lines do
                if holds case then
                    match line with
                    | Update(name, formula) -> name, this.Evaluate formula
                    | Transition(states, matrix, _) ->
                        let scaled = this.Matrix matrix |> Array2D.map (fun x -> Double2.OfFloat(x * step))

                        let exponential, _ = MatrixExponential.transition scaled []
                        let values = states |> List.map this.Evaluate

                        for i, state in List.indexed states do
                            match state with
                            | Symbol(Variable name) ->
                                let terms =
                                    values |> List.mapi (fun j value -> exponential[i, j].Value * value)

                                name, List.sum terms
                            | _ -> ()
        ]
        |> Map.ofList
