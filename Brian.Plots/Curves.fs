namespace Brian

open System

/// Points of a curve prepared for drawing.
module internal Curves =

    let private isFinite (xs: float[]) (ys: float[]) k =
        Double.IsFinite xs[k] && Double.IsFinite ys[k]

    /// The points without those that are not finite.
    let finite (xs: float[], ys: float[]) : float[] * float[] =
        let kept = Array.init xs.Length id |> Array.filter (isFinite xs ys)
        Array.map (Array.get xs) kept, Array.map (Array.get ys) kept

    /// The first index from k on at which the condition does not hold, or `count`.
    let rec private skip (condition: int -> bool) count k =
        if k < count && condition k then skip condition count (k + 1) else k

    /// The stretches between gaps: as long as possible, of finite points only, in order.
    let runs (xs: float[], ys: float[]) : (float[] * float[]) list =
        let isGap k = not (isFinite xs ys k)

        let rec collect start found =
            let first = skip isGap xs.Length start
            let next = skip (isFinite xs ys) xs.Length first

            if first = xs.Length then
                List.rev found
            else
                collect next ((xs[first .. next - 1], ys[first .. next - 1]) :: found)

        collect 0 []

    let private isSorted (xs: float[]) =
        skip (fun k -> xs[k - 1] <= xs[k]) xs.Length 1 = xs.Length

    /// First, lowest, highest and last of the points from `first` to `last`, in order and without repetition.
    let private outline (ys: float[]) (first: int, last: int) =
        let mutable lowest, highest = first, first

        for k in first..last do
            if ys[k] < ys[lowest] then
                lowest <- k

            if ys[k] > ys[highest] then
                highest <- k

        [| first; lowest; highest; last |] |> Array.distinct |> Array.sort

    /// A finite curve of many points made lighter: of all points in one of `columns` equal columns between
    /// the first and the last x, the first, the lowest, the highest and the last are kept, so that a picture
    /// `columns` pixels wide is the same. Curves that go back in x, and short ones, are left alone.
    let thin (columns: int) (xs: float[], ys: float[]) : float[] * float[] =
        let few = xs.Length <= 8 * columns

        if few || not (isSorted xs) || xs[0] = Array.last xs then
            xs, ys
        else
            let width = (Array.last xs - xs[0]) / float columns

            let column k =
                min (columns - 1) (int ((xs[k] - xs[0]) / width))

            // Where each column begins, then the end.
            let starts =
                [|
                    0
                    for k in 1 .. xs.Length - 1 do
                        if column k <> column (k - 1) then
                            k
                    xs.Length
                |]

            let kept =
                starts |> Array.pairwise |> Array.collect (fun (start, next) -> outline ys (start, next - 1))

            Array.map (Array.get xs) kept, Array.map (Array.get ys) kept
