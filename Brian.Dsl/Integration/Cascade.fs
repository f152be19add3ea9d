/// Chains of linear equations in closed form: each variable follows those before it. The solution is a sum over the ways
/// through the chain, each with a divided difference of exp, which holds for equal rates as it does for different ones.
module internal Brian.Integration.Cascade

open System.Collections.Generic
open Brian.Engine
open Brian.Symbolic
open Brian.Symbolic.Formula
open Brian.Integration.SymbolicSystem

/// An oscillation at one frequency: exp(exponent) (sine sin(argument) + cosine cos(argument)).
type private Swing =
    {
        Argument: Formula
        Frequency: Formula
        Exponent: Formula
        Growth: Formula
        Sine: Formula
        Cosine: Formula
    }

/// A particular solution, where there is one that needs no division by what may be 0.
type private Particular =
    {
        /// The constant part, by its own name where it is long.
        Steady: Formula
        Swings: Swing list
        /// The whole at time t and at t + dt.
        Now: Formula
        Next: Formula
    }

/// One way through the chain: where it begins, the product of its couplings times dt, and the rates on it times dt.
type private Way = { Start: int; Weight: Formula; Places: Formula list }

/// Amplitudes with more parts than this are left to the matrix.
let private largestAmplitude = 60

let private particularSolution
    (system: System)
    (labels: Labels)
    define
    (known: Dictionary<int, Particular>)
    i
    =
    let rate = system.Rates[i, i]

    let upstream =
        [
            for j in 0 .. system.Size - 1 do
                if j <> i && system.Rates[i, j] <> zero then
                    system.Rates[i, j], known[j]
        ]

    let constants =
        [
            for input in system.Inputs[i] do
                if input.IsConstant then
                    input.Factor
            for coupling, source in upstream do
                product [ coupling; source.Steady ]
        ]

    let settled, drifting =
        sum constants
        |> terms
        |> sum
        |> function
            | Sum parts -> parts
            | Number 0.0 -> []
            | single -> [ single ]
        |> List.partition (fun term -> mayDivide term rate)

    let steady = sum [ for term in settled -> over term (negate rate) ]

    let driven =
        [
            for input in system.Inputs[i] do
                match input.Waves with
                | [ wave ] ->
                    yield
                        {
                            Argument = wave.Argument
                            Frequency = wave.Rate
                            Exponent = input.Exponent
                            Growth = input.Growth
                            Sine = (if wave.IsSine then input.Factor else zero)
                            Cosine = (if wave.IsSine then zero else input.Factor)
                        }
                | _ -> ()
            for coupling, source in upstream do
                for swing in source.Swings do
                    yield
                        { swing with
                            Sine = product [ coupling; swing.Sine ]
                            Cosine = product [ coupling; swing.Cosine ]
                        }
        ]
        |> List.groupBy (fun swing -> swing.Argument, swing.Exponent)

    /// The amplitudes of the solution of x' = a x + s sin + c cos, by comparing coefficients.
    let answer (_, swings: Swing list) =
        let swing = swings.Head
        let s = sum (swings |> List.map _.Sine)
        let c = sum (swings |> List.map _.Cosine)
        let decay = subtract swing.Growth rate
        let frequency = swing.Frequency

        let sine, cosine, size =
            if not decay.IsSum && mayDivide one decay then
                let ratio = over frequency decay
                let s, c = over s decay, over c decay

                sum [ s; product [ ratio; c ] ], subtract c (product [ ratio; s ]), sum [ one; power ratio 2 ]
            else
                sum [ product [ decay; s ]; product [ frequency; c ] ],
                subtract (product [ decay; c ]) (product [ frequency; s ]),
                sum [ power decay 2; power frequency 2 ]

        let whole =
            sum
                [
                    product [ sine; Call(Op.Sin, [ swing.Argument ]) ]
                    product [ cosine; Call(Op.Cos, [ swing.Argument ]) ]
                ]

        { swing with Sine = over sine size; Cosine = over cosine size },
        product [ exp swing.Exponent; whole; power size -1 ]

    let answers = List.map answer driven
    let swings = List.map fst answers
    let whole = sum (steady :: List.map snd answers)

    let name = system.Names[i]

    let own time latexTime =
        labels.Fresh($"{name}∞{time}", FormulaText.latexName name + "^{\\infty}" + latexTime)

    let named () =
        match swings, steady with
        | [], Sum _ ->
            let symbol = own "" ""
            define symbol steady true
            { Steady = Symbol symbol; Swings = []; Now = Symbol symbol; Next = Symbol symbol }
        | [], _ -> { Steady = steady; Swings = []; Now = steady; Next = steady }
        | _ ->
            let now, next = own "(t)" "(t)", own "(t + dt)" "(t + \\Delta t)"

            let later =
                whole
                |> substitute (function
                    | Variable "t" -> sum [ time; dt ]
                    | other -> Symbol other)

            define now whole true
            define next later false
            { Steady = steady; Swings = swings; Now = Symbol now; Next = Symbol next }

    let isBounded =
        swings
        |> List.forall (fun swing ->
            size swing.Sine + size swing.Cosine <= largestAmplitude
            && (isSurelyNotZero swing.Frequency || isSurelyNotZero (subtract swing.Growth rate)))

    if isBounded then Some(named (), drifting) else None

/// weight * exp[places], where one place of two is 0 and the other may be divided by: (weight/a) (exp(a) - 1).
let private response weight (places: Formula list) =
    match List.distinct places with
    | [ a; b ] when places.Length = 2 && (a = zero || b = zero) ->
        let place = if a = zero then b else a

        if mayDivide weight place then
            product [ over weight (negate place); subtract one (exp place) ]
        else
            product [ weight; dividedExp [ place; zero ] ]
    | _ -> product [ weight; dividedExp places ]

/// The answer to factor * t^n * exp(a t + b) over one way: the convolution with every power of the time since t.
let private forced (input: Input) drive (way: Way) =
    let falling m =
        List.fold (fun product k -> product * float (input.Power - k)) 1.0 [ 0 .. m - 1 ]

    let place = product [ input.Growth; dt ]

    sum
        [
            for m in 0 .. input.Power do
                let weight =
                    product
                        [
                            Number(falling m)
                            power time (input.Power - m)
                            exp input.Exponent
                            drive
                            way.Weight
                            power dt (m + 1)
                        ]

                response weight (way.Places @ List.replicate (m + 1) place)
        ]

/// What a chain does in one step: its variables by their numbers, and the definitions of new names: what is shown, and
/// what is its value one step later.
let solve (system: System) (labels: Labels) define : Map<int, Formula> =
    let inChain i =
        system.Sources i
        |> List.forall (fun j ->
            system.Sources j |> List.forall (fun k -> k = j || not system.DependsOn[k, j]))

    let isPlain (input: Input) =
        match input.Waves with
        | [] -> true
        | [ _ ] -> input.Power = 0
        | _ -> false

    let particular = Dictionary<int, Particular>()
    let drifting = Dictionary<int, Formula list>()
    let ways = Dictionary<int, Way list>()
    let place i = product [ system.Rates[i, i]; dt ]

    let direct i =
        [
            for j in 0 .. system.Size - 1 do
                if j <> i && system.Rates[i, j] <> zero then
                    j
        ]

    let extend i (way: Way) coupling =
        { way with
            Weight = product [ way.Weight; coupling; dt ]
            Places = way.Places @ [ place i ]
        }

    let update i =
        let homogeneous =
            ways[i]
            |> List.groupBy _.Start
            |> List.map (fun (start, ways) ->
                let distance = subtract (system.State start) particular[start].Now
                product [ distance; sum [ for way in ways -> response way.Weight way.Places ] ])

        let constant (factor: Formula) =
            { Factor = factor; Power = 0; Exponent = zero; Growth = zero; Waves = []; Term = [] }

        let driven =
            [
                for way in ways[i] do
                    for factor in drifting[way.Start] do
                        forced (constant factor) factor way

                    for input in system.Inputs[way.Start] do
                        if input.Waves.IsEmpty && not input.IsConstant then
                            forced input input.Factor way
            ]

        sum (particular[i].Next :: homogeneous @ driven)

    let solved = Dictionary<int, Formula>()

    for i in [ 0 .. system.Size - 1 ] |> List.sortBy (fun i -> (system.Sources i).Length) do
        let isReady =
            inChain i && List.forall isPlain system.Inputs[i] && direct i |> List.forall solved.ContainsKey

        let count =
            if isReady then 1 + List.sumBy (fun j -> ways[j].Length) (direct i) else 0

        // more than two ways for each variable are better read as a matrix
        if isReady && count <= 2 * (system.Sources i).Length + 2 then
            match particularSolution system labels define particular i with
            | None -> ()
            | Some(found, rest) ->
                particular[i] <- found
                drifting[i] <- rest

                ways[i] <-
                    { Start = i; Weight = one; Places = [ place i ] }
                    :: [
                        for j in direct i do
                            for way in ways[j] -> extend i way system.Rates[i, j]
                    ]

                solved[i] <- update i

    solved |> Seq.map (fun pair -> pair.Key, pair.Value) |> Map.ofSeq
