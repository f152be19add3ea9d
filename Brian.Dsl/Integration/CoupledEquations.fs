/// Coupled linear equations with forcing and noise, by one matrix exponential of numbers: the functions of time that force
/// them are further variables, and white noise adds a Gaussian whose covariance is factored.
module internal Brian.Integration.CoupledEquations

open System
open System.Collections.Generic
open Brian.Models
open Brian.Engine
open Brian.Symbolic
open Brian.Symbolic.Algebra
open Brian.Symbolic.Expr
open Brian.Integration.LinearRow
open Brian.Integration.LinearSystem

/// More different sets of parameters than this are not remembered.
let private mostRemembered = 65536

/// The same function, which neurons with equal parameters share.
let private shared (solve: float -> float[] -> float[]) =
    let known = Dictionary<EquatableArray<uint64>, float[]>()

    fun dt values ->
        // by their bits: 0 and -0 have different reciprocals
        let key =
            EquatableArray(Seq.append [ dt ] values |> Seq.map BitConverter.DoubleToUInt64Bits)

        lock known (fun () ->
            match known.TryGetValue key with
            | true, numbers -> numbers
            | _ ->
                let numbers = solve dt values

                if known.Count < mostRemembered then
                    known[key] <- numbers

                numbers)

/// Solves one system: P x + C f(t) + L N.
let private solveSystem (setting: Setting) (label: string) (system: System) =
    let rows = List.toArray system.Rows
    let n = rows.Length
    let inputs = List.toArray system.Inputs

    let offsets =
        inputs |> Array.scan (fun offset input -> offset + input.Functions.Length) n

    let size = Array.last offsets

    let coefficients =
        [
            for _, _, a in system.Couplings -> a
            for input in inputs do
                for _, _, rate in input.Matrix -> rate
                for _, c in input.Column -> c
            for group in system.Noises do
                for column in group.Columns do
                    for _, g in column -> g
        ]

    let parameters =
        setting.Duration :: coefficients
        |> List.collect Coefficient.leaves
        |> List.distinct
        |> List.except [ TimeStep ]

    let places = parameters |> List.mapi (fun place leaf -> leaf, place) |> dict

    let solve (dt: float) (values: float[]) =
        let valueOf leaf =
            match leaf with
            | TimeStep -> dt
            | parameter -> values[places[parameter]]

        let matrix: Double2[,] = Array2D.zeroCreate size size
        let h = Coefficient.evaluate valueOf setting.Duration

        let put i j coefficient =
            matrix[i, j] <- matrix[i, j] .+ (Coefficient.evaluate valueOf coefficient .* h)

        for i, j, a in system.Couplings do
            put i j a

        for k in 0 .. inputs.Length - 1 do
            for i, c in inputs[k].Column do
                put i offsets[k] c

            for i, j, rate in inputs[k].Matrix do
                put (offsets[k] + i) (offsets[k] + j) rate

        let covariance (group: NoiseGroup) =
            let rate: Double2[,] = Array2D.zeroCreate size size

            for column in group.Columns do
                let column = [ for i, g in column -> i, Coefficient.evaluate valueOf g ]

                for i, g in column do
                    for j, other in column do
                        rate[i, j] <- rate[i, j] .+ (g .* other .* h)

            rate

        let covariances = system.Noises |> List.map covariance

        if List.forall MatrixExponential.isFinite (matrix :: covariances) then
            let exponential, covariances = MatrixExponential.transition matrix covariances

            let top width (matrix: Double2[,]) =
                [|
                    for i in 0 .. n - 1 do
                        for j in 0 .. width - 1 -> matrix[i, j].Value
                |]

            let square (matrix: Double2[,]) =
                Array2D.init n n (fun i j -> matrix[i, j])

            Array.concat (
                top size exponential
                :: [ for c in covariances -> top n (MatrixExponential.factor (square c)) ]
            )
        else
            Array.create (n * (size + n * covariances.Length)) nan

    let states = rows |> Array.map _.Variable.Name

    let forcings =
        [|
            for input in inputs do
                for f in input.Functions -> multiply input.Thing (setting.AtStart f)
        |]

    let names () =
        let texts = Array.append states (forcings |> Array.map ExprText.ofExpr)

        // two inputs may be the same function of time: each has numbers, and fields, of its own
        let columns =
            texts
            |> Array.mapi (fun k text ->
                match texts |> Seq.truncate k |> Seq.filter ((=) text) |> Seq.length with
                | 0 -> text
                | earlier -> $"{text} ({earlier + 1})")

        [|
            for row in states do
                for column in columns -> $"P{label}[{row}, {column}]"
            for k in 1 .. system.Noises.Length do
                for row in states do
                    for column in states -> $"L{k}{label}[{row}, {column}]"
        |]

    let changes = not (List.forall setting.IsKnown parameters)
    let solve = if parameters.IsEmpty then solve else shared solve
    let propagator = Propagator(names, parameters, changes, solve)
    let exponential i j = Entry(propagator, i * size + j)

    let factor group i j =
        Entry(propagator, n * size + group * n * n + i * n + j)

    // which variables feel which: the transitive closure of the couplings
    let feels =
        Array2D.init n n (fun i j ->
            i = j || system.Couplings |> List.exists (fun (a, b, _) -> a = i && b = j))

    for k in 0 .. n - 1 do
        for i in 0 .. n - 1 do
            for j in 0 .. n - 1 do
                feels[i, j] <- feels[i, j] || (feels[i, k] && feels[k, j])

    let feelsColumn i column =
        column |> List.exists (fun (r, _) -> feels[i, r])

    let memory i =
        [
            for j in 0 .. n - 1 do
                if feels[i, j] then
                    exponential i j, Variable states[j]
        ]

    let forcing i =
        [
            for k in 0 .. inputs.Length - 1 do
                if feelsColumn i inputs[k].Column then
                    for f in offsets[k] .. offsets[k + 1] - 1 -> exponential i f, forcings[f - n]
        ]

    let noise i =
        [
            for g, group in List.indexed system.Noises do
                let isNoisy i =
                    group.Columns |> List.exists (feelsColumn i)

                if isNoisy i then
                    for k in 0..i do
                        if isNoisy k then
                            factor g i k, multiply group.Scale (gaussian setting.Model g rows[k].Place)
        ]

    /// A sum of products, each rounded with its addition. Forcing comes first: it is often the same for all neurons.
    let dot terms =
        match terms with
        | [] -> zero
        | (c, x) :: rest ->
            List.fold (fun sum (c, x) -> Apply(Op.MultiplyAdd, [ c; x; sum ])) (multiply c x) rest

    [
        for i in 0 .. n - 1 ->
            if system.IsFrozen rows[i] then
                Variable states[i]
            else
                dot (forcing i @ memory i @ noise i)
    ]

/// New values of all rows, or why there are none. Refractory neurons have a system of their own.
let solve (setting: Setting) (rows: Row list) : Result<Expr list, Refusal> =
    let readsRefractoriness (row: Row) =
        let isFlag = (=) (Variable "not_refractory")
        let everything = row.Drift :: List.ofSeq row.Noise.Values
        row.Variable.UnlessRefractory || List.exists (exists isFlag) everything

    let solveCase label isFrozen given =
        let solve system =
            match DecayChains.solve setting system with
            | ValueSome values -> values
            | ValueNone -> solveSystem setting label system

        assemble rows isFrozen given |> Result.map solve

    if List.exists readsRefractoriness rows then
        let free = solveCase "" (fun _ -> false) (Frozen.assuming true)

        let refractory =
            solveCase " refractory" _.Variable.UnlessRefractory (Frozen.assuming false)

        match free, refractory with
        | Ok free, Ok refractory ->
            Ok(List.map2 (fun a b -> If(Variable "not_refractory", a, b)) free refractory)
        | Error refusal, _
        | _, Error refusal -> Error refusal
    else
        solveCase "" (fun _ -> false) id
