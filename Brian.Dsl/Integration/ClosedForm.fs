/// The exact solution of a linear model over one step as formulas, with symbols where the model has them.
module internal Brian.Integration.ClosedForm

open System.Collections.Generic
open Brian.Models
open Brian.Symbolic
open Brian.Symbolic.Formula
open Brian.Integration.LinearRow
open Brian.Integration.SymbolicSystem

/// For which neurons a line holds.
type Case =
    | Always
    | WhileFree
    | WhileRefractory

type Line =
    /// v(t + dt) = formula.
    | Update of variable: string * Formula
    /// z(t + dt) = exp(A dt) z + noise, with variables of the model first in z, and then what forces them.
    | Transition of states: Formula list * matrix: Symbol * noise: Formula list

/// What the lines speak of.
type Definition =
    | Value of Symbol * Formula
    /// The value of something one step later: follows from what is shown.
    | Later of Symbol * Formula
    | Matrix of Symbol * Formula[,]
    /// Normal numbers with mean 0 and the covariance that the noise G leaves behind in a step of x' = A x + G xi.
    | Covariance of noise: Symbol list * rates: Symbol * factors: Symbol

type ClosedForm = { Lines: (Case * Line) list; Definitions: Definition list }

/// A number from the standard normal distribution, a new one for each line and step.
let standardNormal = Own("N(0, 1)", "\\mathcal{N}(0, 1)")

/// The noise of one variable that shares it with no other: its deviation times a normal number.
let private singleNoise (system: System) i =
    let rate = system.Rates[i, i]
    let intensity = sum [ for factor in system.Noise[i].Values -> power factor 2 ]
    let exponent = product [ Number 2.0; rate; dt ]

    let variance =
        match terms intensity with
        | [ single ] when mayDivide single rate ->
            product [ over single (product [ Number -2.0; rate ]); subtract one (exp exponent) ]
        | _ -> product [ intensity; dt; dividedExp [ exponent; zero ] ]

    product [ squareRoot variance; Symbol standardNormal ]

/// What noise adds to each variable, and its definition where variables share it.
let private noises (system: System) (labels: Labels) define : Map<int, Formula> =
    let noisy =
        [
            for i in 0 .. system.Size - 1 do
                if system.Sources i |> List.exists (fun j -> not system.Noise[j].IsEmpty) then
                    i
        ]

    match noisy with
    | [] -> Map.empty
    | [ single ] -> Map.ofList [ single, singleNoise system single ]
    | several ->
        let names =
            several |> List.collect (fun i -> List.ofSeq system.Noise[i].Keys) |> List.distinct |> List.sort

        let symbols =
            [ for i in several -> labels.Fresh($"η_{system.Names[i]}", indexed "\\eta" system.Names[i]) ]

        let rates = labels.Fresh("A", "A")
        let factors = labels.Fresh("G", "G")
        define (Covariance(symbols, rates, factors))

        define (Matrix(rates, array2D [ for i in several -> [ for j in several -> system.Rates[i, j] ] ]))

        let factor i name =
            Map.tryFind name system.Noise[i] |> Option.defaultValue zero

        define (Matrix(factors, array2D [ for i in several -> [ for name in names -> factor i name ] ]))

        List.zip several [ for symbol in symbols -> Symbol symbol ] |> Map.ofList

/// The functions of time that force equations, with the matrix of u' = M u: the first is the function itself.
let private family symbolOf (input: Input) =
    let functions, matrix = Forcing.family input.Term
    let formula = Formula.ofExpr symbolOf
    List.map formula functions, [ for i, j, rate in matrix -> i, j, formula rate ]

/// Variables without a formula of their own, everything they depend on, and what forces them, in one matrix.
let private transition symbolOf (system: System) (labels: Labels) define (noise: Map<int, Formula>) unsolved =
    let members = unsolved |> List.collect system.Sources |> List.distinct |> List.sort

    let families =
        [
            for i in members do
                for input in system.Inputs[i] -> input.Term
        ]
        |> List.distinct
        |> List.map (fun term ->
            let input =
                members
                |> List.pick (fun i -> system.Inputs[i] |> List.tryFind (fun input -> input.Term = term))

            term, family symbolOf input)

    let offsets =
        families
        |> List.scan (fun offset (_, (functions, _)) -> offset + List.length functions) members.Length

    let size = List.last offsets
    let matrix = Array2D.create size size zero

    let add i j rate =
        matrix[i, j] <- sum [ matrix[i, j]; rate ]

    for row, i in List.indexed members do
        for column, j in List.indexed members do
            add row column system.Rates[i, j]

        for (term, _), offset in List.zip families (List.truncate families.Length offsets) do
            for input in system.Inputs[i] do
                if input.Term = term then
                    add row offset input.Factor

    for (_, (_, rates)), offset in List.zip families (List.truncate families.Length offsets) do
        for i, j, rate in rates do
            add (offset + i) (offset + j) rate

    let symbol = labels.Fresh("A", "A")
    define (Matrix(symbol, matrix))

    let forcing =
        [
            for _, (functions, _) in families do
                yield! functions
        ]

    let noise =
        if members |> List.exists noise.ContainsKey then
            [ for i in members -> Map.tryFind i noise |> Option.defaultValue zero ]
            @ List.map (fun _ -> zero) forcing
        else
            []

    Transition((members |> List.map system.State) @ forcing, symbol, noise)

/// The lines of one connected group of equations, refractory or not, by the variables they tell of.
let private solveSystem symbolOf (labels: Labels) define (system: System) : (string list * Line) list =
    let value symbol formula isShown =
        define (if isShown then Value(symbol, formula) else Later(symbol, formula))

    let chains = Cascade.solve system labels value

    let pairs =
        [
            for i in 0 .. system.Size - 1 do
                match system.Sources i with
                | [ first; second ] when
                    first = i && system.DependsOn[second, i] && system.Sources(second).Length = 2
                    ->
                    match CoupledPair.solve system labels value i second with
                    | Some(x, y) ->
                        i, x
                        second, y
                    | None -> ()
                | _ -> ()
        ]

    let means = Seq.append (Map.toSeq chains) pairs |> Map.ofSeq

    let noise = noises system labels define

    let updates =
        [
            for i in 0 .. system.Size - 1 do
                match Map.tryFind i means with
                | Some mean ->
                    let added = Map.tryFind i noise |> Option.defaultValue zero
                    [ system.Names[i] ], Update(system.Names[i], sum [ mean; added ])
                | None -> ()
        ]

    match [ 0 .. system.Size - 1 ] |> List.filter (means.ContainsKey >> not) with
    | [] -> updates
    | unsolved ->
        updates
        @ [
            [ for i in unsolved -> system.Names[i] ], transition symbolOf system labels define noise unsolved
        ]

let private readsRefractoriness (row: Row) =
    let isFlag = (=) (Expr.Variable "not_refractory")
    let everything = row.Drift :: List.ofSeq row.Noise.Values
    row.Variable.UnlessRefractory || List.exists (Expr.exists isFlag) everything

let private solveConnected symbolOf labels define (rows: Row list) : (Case * Line) list =
    let solve isFree =
        let isFrozen (row: Row) =
            not isFree && row.Variable.UnlessRefractory

        let frozen =
            [
                for row in rows do
                    if isFrozen row then
                        let name = row.Variable.Name
                        [ name ], Update(name, Symbol(Variable name))
            ]

        frozen @ solveSystem symbolOf labels define (ofRows symbolOf (Frozen.assuming isFree) isFrozen rows)

    let place (names: string list, _) =
        rows |> List.findIndex (fun row -> row.Variable.Name = names.Head)

    if List.exists readsRefractoriness rows then
        let free, refractory = solve true, solve false

        [
            for line in free do
                line, (if List.contains line refractory then Always else WhileFree)
            for line in refractory do
                if not (List.contains line free) then
                    line, WhileRefractory
        ]
        |> List.sortBy (fst >> place)
        |> List.map (fun ((_, line), case) -> case, line)
    else
        [ for _, line in solve true -> Always, line ]

/// The solution of every linear model, or why there is none.
let ofModel (model: Model) : Result<ClosedForm, Refusal> =
    Exact.rows model
    |> Result.bind (fun _ ->
        let named, symbolOf = NamedConstants.name model

        Exact.rows named
        |> Result.map (fun rows ->
            let names =
                [
                    for variable in model.Variables do
                        yield variable.Name
                    for row in rows do
                        for symbol in
                            List.collect
                                (Formula.ofExpr symbolOf >> symbols)
                                (row.Drift :: List.ofSeq row.Noise.Values) do
                            match symbol with
                            | Constant(name, _) -> yield name
                            | _ -> ()
                ]

            let labels = Labels names
            let definitions = List<Definition>()

            let lines =
                connected rows |> List.collect (solveConnected symbolOf labels definitions.Add)

            { Lines = lines; Definitions = List.ofSeq definitions }))
