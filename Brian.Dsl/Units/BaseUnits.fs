/// The sizes of the units in which values are kept: coherent SI units, of size 1. That no result depends on this choice is
/// what dimensions mean, so the tests choose others.
module internal Brian.BaseUnits

open System.Threading

let private chosen = AsyncLocal<(Dimension -> float) | null>()

/// A value in SI units as it is kept: multiplied by how many kept units an SI unit of its dimension is.
let keep (siValue: float) (dimension: Dimension) : float =
    match chosen.Value with
    | null -> siValue
    | perSI -> siValue * perSI dimension

/// Runs work with other base units, here and in what the work starts.
let within (perSI: Dimension -> float) (work: unit -> 'result) : 'result =
    let previous = chosen.Value
    chosen.Value <- perSI

    try
        work ()
    finally
        chosen.Value <- previous
