namespace Brian

open System

/// Which of the known names did the writer mean?
module internal Spelling =
    /// Insertions, deletions, replacements and swaps of neighbours that lead from a to b (optimal string alignment).
    let distance (a: string) (b: string) =
        let d =
            Array2D.init (a.Length + 1) (b.Length + 1) (fun i j ->
                if i = 0 then j
                elif j = 0 then i
                else 0)

        for i in 1 .. a.Length do
            for j in 1 .. b.Length do
                let replaced = d[i - 1, j - 1] + (if a[i - 1] = b[j - 1] then 0 else 1)
                d[i, j] <- min replaced (1 + min d[i - 1, j] d[i, j - 1])

                if i > 1 && j > 1 && a[i - 1] = b[j - 2] && a[i - 2] = b[j - 1] then
                    d[i, j] <- min d[i, j] (d[i - 2, j - 2] + 1)

        d[a.Length, b.Length]

    // How far the known name is from the written one: 0 when only case differs, 1 when the written one breaks off early.
    let private remoteness (name: string) (known: string) =
        if String.Equals(known, name, StringComparison.OrdinalIgnoreCase) then 0
        elif name.Length > 2 && known.StartsWith(name, StringComparison.Ordinal) then 1
        elif abs (known.Length - name.Length) >= known.Length then Int32.MaxValue
        else distance name known

    /// The known names close to `name`, the nearest first, at most `count`: within a third of its length (at least one
    /// letter) of it. `name` itself may be among them.
    let nearest (count: int) (name: string) (known: string seq) : string[] =
        let allowed = max 1 (name.Length / 3)

        known
        |> Seq.distinct
        |> Seq.map (fun k -> struct (remoteness name k, k))
        |> Seq.filter (fun (struct (d, k)) -> d <= allowed && d < k.Length)
        |> Seq.sortBy (fun (struct (d, k)) -> d, distance name k, k.Length, k)
        |> Seq.truncate count
        |> Seq.map (fun (struct (_, k)) -> k)
        |> Array.ofSeq
