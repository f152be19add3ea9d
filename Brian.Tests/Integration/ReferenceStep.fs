/// One step of x' = A x + b in numbers of 1600 bits, and how far a simulated step is from it.
module Brian.Tests.Integration.ReferenceStep

open System
open System.Numerics
open Brian.Tests.Integration

/// A dt as exact numbers: the rates and the step are doubles, taken exactly.
let times (step: float) (rates: float[,]) =
    rates
    |> Array2D.map (fun a -> ExactReference.multiply (ExactReference.ofFloat a) (ExactReference.ofFloat step))

/// [[A, b], [0, 0]]
let private augmented (rates: float[,]) (drive: float[]) =
    let n = drive.Length

    Array2D.init (n + 1) (n + 1) (fun i j ->
        if i = n then 0.0
        elif j = n then drive[i]
        else rates[i, j])

/// For each variable how far `found` is from the true value after the step, and the sum of |P_ij x_j| and |c_i|.
let errors (transition: BigInteger[,]) (start: float[]) (found: float[]) =
    [
        for i in 0 .. found.Length - 1 do
            let parts =
                [
                    for j in 0 .. start.Length - 1 ->
                        ExactReference.multiply transition[i, j] (ExactReference.ofFloat start[j])
                ]

            let error =
                ExactReference.ofFloat found[i] - List.sum parts |> ExactReference.toFloat |> abs

            error, parts |> List.sumBy (ExactReference.toFloat >> abs)
    ]

/// The transition of the matrix augmented by the drive, and the start augmented by 1.
let withDrive (step: float) (rates: float[,]) (drive: float[]) (start: float[]) =
    ExactReference.exp (times step (augmented rates drive)), Array.append start [| 1.0 |]

/// The largest error of a step in parts of its size.
let relative transition start found =
    errors transition start found
    |> List.map (fun (error, size) -> if error = 0.0 then 0.0 else error / size)
    |> List.max

/// The largest error of a step in units in the last place of its size.
let ulps transition start found =
    errors transition start found
    |> List.map (fun (error, size) -> error / (Math.BitIncrement size - size))
    |> List.max
