namespace Brian

open System

/// Plain loops over arrays of float, the arithmetic of Quantities without the dimensions.
module internal ArrayMath =
    let inline map ([<InlineIfLambda>] f: float -> float) (xs: float[]) : float[] =
        let result = Array.zeroCreate xs.Length

        for i in 0 .. xs.Length - 1 do
            result[i] <- f xs[i]

        result

    let unequal (a: float[]) (b: float[]) : exn =
        ArgumentException
            $"One array has {a.Length} values and the other {b.Length}; they are combined one by one, so the lengths must be equal."

    let inline map2 ([<InlineIfLambda>] f: float -> float -> float) (a: float[]) (b: float[]) : float[] =
        if a.Length <> b.Length then
            raise (unequal a b)

        let result = Array.zeroCreate a.Length

        for i in 0 .. a.Length - 1 do
            result[i] <- f a[i] b[i]

        result

    let inline mask ([<InlineIfLambda>] f: float -> bool) (xs: float[]) : bool[] =
        let result = Array.zeroCreate xs.Length

        for i in 0 .. xs.Length - 1 do
            result[i] <- f xs[i]

        result

    /// The remainder with the sign of the divisor, as `%` means in equations.
    let modulo (a: float) (b: float) =
        let r = a % b
        if r <> 0.0 && (r < 0.0) <> (b < 0.0) then r + b else r

    /// Pairwise: the rounding error grows with the logarithm of the length.
    let rec sum (xs: ReadOnlySpan<float>) : float =
        if xs.Length <= 64 then
            let mutable total = 0.0

            for x in xs do
                total <- total + x

            total
        else
            let half = xs.Length / 2
            sum (xs.Slice(0, half)) + sum (xs.Slice half)

    /// The mean of the squared distance from the mean (divided by n, not n - 1).
    let variance (xs: float[]) =
        let mean = sum (ReadOnlySpan xs) / float xs.Length
        sum (ReadOnlySpan(map (fun x -> (x - mean) * (x - mean)) xs)) / float xs.Length

    let cumulativeSum (xs: float[]) =
        let mutable total = 0.0

        xs
        |> map (fun x ->
            total <- total + x
            total)

    /// The value below which p percent of the entries lie, linear between the two nearest entries.
    let percentile (p: float) (xs: float[]) =
        let sorted = Array.sort xs
        let position = p / 100.0 * float (xs.Length - 1)
        let below = int (floor position)
        let above = min (below + 1) (xs.Length - 1)
        sorted[below] + (position - float below) * (sorted[above] - sorted[below])

    /// The broken line through (xs, ys) at x; constant beyond its ends. xs increases strictly.
    let interpolate (xs: float[]) (ys: float[]) (x: float) =
        if Double.IsNaN x then
            nan
        else
            let found = Array.BinarySearch(xs, x)

            if found >= 0 then
                ys[found]
            else
                match ~~~found with
                | 0 -> ys[0]
                | i when i = xs.Length -> ys[i - 1]
                | i -> ys[i - 1] + (x - xs[i - 1]) / (xs[i] - xs[i - 1]) * (ys[i] - ys[i - 1])
