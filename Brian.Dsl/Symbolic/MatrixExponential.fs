/// The transition of a linear system over one step: exp(A) and the covariance that white noise adds, to the last digit.
/// Taylor series with scaling and squaring in double-double arithmetic after balancing. Ordinary doubles lose digits on stiff
/// and badly scaled matrices (Moler and Van Loan 2003, "Nineteen dubious ways"); 106 bits leave room for the squarings.
module internal Brian.Symbolic.MatrixExponential

open System

/// A matrix by its elements.
let inline private build rows columns ([<InlineIfLambda>] element: int -> int -> Double2) : Double2[,] =
    let result = Array2D.zeroCreate rows columns

    for i in 0 .. rows - 1 do
        for j in 0 .. columns - 1 do
            result[i, j] <- element i j

    result

let private size (a: Double2[,]) = Array2D.length1 a

/// A matrix of the same size.
let inline private mapped (a: Double2[,]) ([<InlineIfLambda>] element: int -> int -> Double2 -> Double2) =
    build (size a) (size a) (fun i j -> element i j a[i, j])

/// Are all elements finite numbers?
let isFinite (matrix: Double2[,]) =
    let mutable finite = true

    for i in 0 .. Array2D.length1 matrix - 1 do
        for j in 0 .. Array2D.length2 matrix - 1 do
            finite <- finite && Double.IsFinite matrix[i, j].High

    finite

/// Sums of products; zeros cost nothing, as triangular systems have many.
let private multiply (a: Double2[,]) (b: Double2[,]) =
    let n = Array2D.length1 a
    let m = Array2D.length2 b
    let result = Array2D.zeroCreate n m

    for i in 0 .. n - 1 do
        for k in 0 .. Array2D.length2 a - 1 do
            let factor = a[i, k]

            if not factor.IsZero then
                for j in 0 .. m - 1 do
                    if not b[k, j].IsZero then
                        result[i, j] <- result[i, j] .+ (factor .* b[k, j])

    result

let private transposed (a: Double2[,]) = mapped a (fun i j _ -> a[j, i])

let private plus (a: Double2[,]) (b: Double2[,]) = mapped a (fun i j x -> x .+ b[i, j])

let private addIdentity (a: Double2[,]) =
    mapped a (fun i j x -> if i = j then Double2.One .+ x else x)

let private over (divisor: float) (a: Double2[,]) =
    mapped a (fun _ _ x -> x ./ Double2.OfFloat divisor)

/// The largest sum of absolute values in a row.
let private norm (matrix: Double2[,]) =
    let mutable largest = 0.0

    for i in 0 .. size matrix - 1 do
        let mutable row = 0.0

        for j in 0 .. size matrix - 1 do
            row <- row + abs matrix[i, j].High

        largest <- max largest row

    largest

/// A one-way coupling larger than this is scaled down: it needs no squarings of its own.
let private smallCoupling = -3

/// Exponents of the powers of two by which variables are scaled, so that rows and columns of D^-1 A D have like sums
/// (Parlett and Reinsch 1969). A variable that nothing depends on, or that depends on nothing, may be scaled at will.
let private balance (matrix: Double2[,]) =
    let n = size matrix
    let exponents = Array.zeroCreate<int> n

    let at i j =
        Math.ScaleB(abs matrix[i, j].High, exponents[j] - exponents[i])

    let exponentOf x =
        if x > 0.0 then int (Math.Ceiling(Math.Log2 x)) else 0

    let mutable changed = true
    let mutable sweep = 0

    while changed && sweep < 24 do
        changed <- false
        sweep <- sweep + 1

        for i in 0 .. n - 1 do
            let mutable column = 0.0
            let mutable row = 0.0

            for j in 0 .. n - 1 do
                if j <> i then
                    column <- column + at j i
                    row <- row + at i j

            let shift =
                if row > 0.0 && column > 0.0 then (exponentOf row - exponentOf column) / 2
                elif row > 0.0 then max 0 (exponentOf row - smallCoupling)
                elif column > 0.0 then min 0 (smallCoupling - exponentOf column)
                else 0

            let next = Math.Clamp(exponents[i] + shift, -400, 400)

            if next <> exponents[i] then
                exponents[i] <- next
                changed <- true

    exponents

/// How many terms of the series of e^x are needed for x up to a norm: the next is below 2^-110.
let private terms norm =
    let rec count k term =
        if term < Math.ScaleB(1.0, -110) then
            k
        else
            count (k + 1) (term * norm / float (k + 1))

    count 0 1.0

/// Variables that are far apart in a chain meet first in a late term, so there are as many more terms as a path can be long.
let private exponentialSeries norm (matrix: Double2[,]) =
    let mutable result =
        mapped matrix (fun i j _ -> if i = j then Double2.One else Double2.Zero)

    for term in terms norm + size matrix - 1 .. -1 .. 1 do
        result <- addIdentity (multiply matrix result |> over (float term))

    result

/// The covariance integral over a short step: sum of L^k(S)/(k+1)! with L(X) = A X + X A'.
let private covarianceSeries norm (matrix: Double2[,]) (rate: Double2[,]) =
    let backward = transposed matrix
    let mutable term = rate
    let mutable sum = rate

    for k in 2 .. terms (2.0 * norm) + 2 * (size matrix - 1) do
        term <- plus (multiply matrix term) (multiply term backward) |> over (float k)
        sum <- plus sum term

    sum

/// exp(A), and for each noise rate S the integral over s from 0 to 1 of exp(A s) S exp(A s)' (Van Loan 1978, "Computing
/// integrals involving the matrix exponential", here by doubling, in which only positive terms add). Elements that overflow
/// come out infinite.
let transition (matrix: Double2[,]) (noises: Double2[,] list) =
    let exponents = balance matrix

    let scaled =
        mapped matrix (fun i j x -> Double2.Scale(x, exponents[j] - exponents[i]))

    let magnitude = norm scaled

    let squarings =
        if magnitude <= 0.5 then 0 else 1 + int (Math.Ceiling(Math.Log2 magnitude))

    let short = mapped scaled (fun _ _ x -> Double2.Scale(x, -squarings))
    let shortNorm = Math.ScaleB(magnitude, -squarings)
    let mutable exponential = exponentialSeries shortNorm short

    let mutable covariances =
        [
            for noise in noises ->
                mapped noise (fun i j x -> Double2.Scale(x, -exponents[i] - exponents[j] - squarings))
                |> covarianceSeries shortNorm short
        ]

    for _ in 1..squarings do
        let doubled covariance =
            plus covariance (multiply (multiply exponential covariance) (transposed exponential))

        covariances <- List.map doubled covariances
        exponential <- multiply exponential exponential

    mapped exponential (fun i j x -> Double2.Scale(x, exponents[i] - exponents[j])),
    [
        for covariance in covariances ->
            mapped covariance (fun i j x -> Double2.Scale(x, exponents[i] + exponents[j]))
    ]

/// A pivot below this part of its variance is rounding noise: the variable adds no component of its own.
let private noPivot = Math.ScaleB(1.0, -94)

/// The lower triangular L with L L' = Q of a covariance that may be singular: a component without variance has a column of
/// zeros (Higham 2002, "Accuracy and stability of numerical algorithms", chapter 10.3). The order is not pivoted, so that
/// component k always belongs to variable k, whatever the numbers.
let factor (covariance: Double2[,]) =
    let n = size covariance
    let result: Double2[,] = Array2D.zeroCreate n n

    let remaining i j =
        let mutable left = covariance[i, j]

        for k in 0 .. j - 1 do
            left <- left .- (result[i, k] .* result[j, k])

        left

    for j in 0 .. n - 1 do
        let pivot = remaining j j

        if pivot.High > noPivot * covariance[j, j].High then
            let root = Double2.Sqrt pivot
            result[j, j] <- root

            for i in j + 1 .. n - 1 do
                result[i, j] <- remaining i j ./ root

    result
