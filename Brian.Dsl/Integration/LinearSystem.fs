/// Linear equations that need each other as one system: coefficients, forcing and noise of all rows together.
module internal Brian.Integration.LinearSystem

open Brian.Models
open Brian.Symbolic
open Brian.Symbolic.Algebra
open Brian.Symbolic.Expr
open Brian.Integration.LinearRow

/// What is solved, and what is constant during a run.
type Setting =
    {
        Model: Model
        /// Is this leaf of a coefficient known before a run, and constant during it?
        IsKnown: Expr -> bool
        /// The time over which is solved: dt, or something known only during a run.
        Duration: Expr
    }

    /// Where the functions of time that force the equations are evaluated: at the start of the duration.
    member this.AtStart(expr: Expr) =
        match this.Duration with
        | TimeStep -> expr
        | elapsed ->
            expr
            |> substitute (function
                | Time -> ValueSome(Subtract(Time, elapsed))
                | _ -> ValueNone)

/// A forcing: something constant within the step times a function of time, and how much of it enters each row.
type Input =
    {
        Thing: Expr
        /// The function and those its derivatives need.
        Functions: Expr list
        Matrix: (int * int * Expr) list
        Column: (int * Expr) list
    }

/// Noises that are scaled by the same thing: their columns G add up in one covariance.
type NoiseGroup = { Scale: Expr; Columns: (int * Expr) list list }

/// A system of which all coefficients are arithmetic on known leaves.
type System =
    {
        Rows: Row list
        /// Rows that stand still.
        IsFrozen: Row -> bool
        /// A, without zeros.
        Couplings: (int * int * Expr) list
        Inputs: Input list
        Noises: NoiseGroup list
    }

/// More variables than this, those of the forcing included, are refused: the cost grows with the third power.
let private mostVariables = 64

/// The system in which frozen rows stand still and `given` has been assumed in all coefficients, unless it is too large.
let assemble (rows: Row list) isFrozen (given: Expr -> Expr) : Result<System, Refusal> =
    let live = List.indexed rows |> List.filter (fun (_, row) -> not (isFrozen row))

    let couplings =
        [
            for i, row in live do
                for j, other in List.indexed rows do
                    let a = given (coefficient row other.Variable.Name)

                    if a <> zero then
                        i, j, a
        ]

    let forcing =
        [
            for i, row in live do
                for term in row.Forcing do
                    let thing = given term.Thing

                    if thing <> zero then
                        i, thing, term
        ]

    let rates =
        [
            for _, _, term in forcing do
                yield! Forcing.rates term
        ]
        |> List.map given

    let dynamics = [ for _, _, a in couplings -> a ] @ rates
    let parameters = dynamics |> List.collect Coefficient.leaves |> List.distinct
    // nothing new is stored for each neuron for the sake of a factor that can be multiplied in the step
    let isCoefficient expr =
        Coefficient.leaves expr |> List.forall (fun leaf -> List.contains leaf parameters)

    let inputs =
        [
            for i, thing, term in forcing do
                for factor, thing in gather isCoefficient thing -> (thing, term.Waves), (i, factor)
        ]
        |> List.groupBy fst
        |> List.map (fun ((thing, waves), entries) ->
            let functions, matrix = Forcing.family waves

            {
                Thing = thing
                Functions = functions |> List.map given
                Matrix = matrix |> List.map (fun (i, j, rate) -> i, j, given rate)
                Column = List.map snd entries
            })

    let noises =
        [
            for i, row in live do
                for noise, factor in Map.toList row.Noise do
                    let factor = given factor

                    if factor <> zero then
                        noise, (i, factor)
        ]
        |> List.groupBy fst
        |> List.map (fun (noise, entries) ->
            let entries = List.map snd entries

            let parts =
                [
                    for i, g in entries do
                        for factor, thing in gather isCoefficient g -> thing, (i, factor)
                ]

            match List.distinct (List.map fst parts) with
            | [ thing ] -> thing, List.map snd parts
            | _ -> one, entries)

    let size = rows.Length + List.sumBy (fun input -> input.Functions.Length) inputs

    if size > mostVariables then
        refuse
            $"{rows.Length} coupled equations with their forcing need {size} variables, more than {mostVariables}"
            rows.Head.Drift
    else
        Ok
            {
                Rows = rows
                IsFrozen = isFrozen
                Couplings = couplings
                Inputs = inputs
                Noises =
                    noises
                    |> List.groupBy fst
                    |> List.map (fun (scale, columns) -> { Scale = scale; Columns = List.map snd columns })
            }
