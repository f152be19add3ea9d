/// What arithmetic with quantities allocates: nothing for single ones, the result alone for arrays.
module Brian.Tests.Soundness.AllocationTests

open System
open Brian
open Brian.Units
open Expecto

let private volts = 3.0 * mV
let private others = 0.5 * volt
let private seconds = 2.0 * ms
let mutable private kept = Quantity 0.0
let mutable private isKept = false
let mutable private number = 0.0

/// Operations on single quantities. What F# writes as `<`, `=` and `compare` goes through the interfaces for all types and
/// boxes a struct; the operators that C# sees, and the methods, do not.
let private scalars: (string * (unit -> unit)) list =
    [
        "+", (fun () -> kept <- volts + others)
        "-", (fun () -> kept <- volts - others)
        "+ 0", (fun () -> kept <- volts + 0.0)
        "*", (fun () -> kept <- volts * seconds)
        "* number", (fun () -> kept <- 2.0 * volts * 3)
        "/", (fun () -> kept <- volts / seconds)
        "/ number", (fun () -> kept <- volts / 3.0)
        "number /", (fun () -> kept <- 1.0 / seconds)
        "%", (fun () -> kept <- others % volts)
        "negation", (fun () -> kept <- -volts)
        "abs", (fun () -> kept <- abs volts)
        "sqrt", (fun () -> kept <- sqrt volts)
        "**", (fun () -> kept <- volts ** 2)
        "** fraction", (fun () -> kept <- Quantity.Pow(volts, Rational(1, 3)))
        "exp", (fun () -> kept <- exp (volts / others))
        "Min", (fun () -> kept <- Quantity.Min(volts, others))
        "Max", (fun () -> kept <- Quantity.Max(volts, others))
        "Clip", (fun () -> kept <- volts.Clip(volts, others))
        "In", (fun () -> number <- volts.In mV)
        "float", (fun () -> number <- float (volts / others))
        "<", (fun () -> isKept <- Quantity.op_LessThan (volts, others))
        "<=", (fun () -> isKept <- Quantity.op_LessThanOrEqual (volts, others))
        ">", (fun () -> isKept <- Quantity.op_GreaterThan (volts, others))
        ">=", (fun () -> isKept <- Quantity.op_GreaterThanOrEqual (volts, others))
        "==", (fun () -> isKept <- Quantity.op_Equality (volts, others))
        "!=", (fun () -> isKept <- Quantity.op_Inequality (volts, others))
        "Equals", (fun () -> isKept <- volts.Equals others)
        "CompareTo", (fun () -> number <- float (volts.CompareTo others))
        "GetHashCode", (fun () -> number <- float (volts.GetHashCode()))
    ]

let private length = 10_000
let private xs = Array.init length float * mV
let private ys = Array.init length (fun k -> 1.0 + float k) * mV
let mutable private result = xs

/// Operations that give an array as long as their operands.
let private arrays: (string * (unit -> Quantities)) list =
    [
        "+", (fun () -> xs + ys)
        "- quantity", (fun () -> xs - volts)
        "quantity -", (fun () -> volts - xs)
        "*", (fun () -> xs * ys)
        "* number", (fun () -> 2.0 * xs)
        "/", (fun () -> xs / ys)
        "quantity /", (fun () -> volts / ys)
        "% quantity", (fun () -> xs % volts)
        "negation", (fun () -> -xs)
        "abs", (fun () -> abs xs)
        "sqrt", (fun () -> sqrt xs)
        "**", (fun () -> xs ** 2)
        "exp", (fun () -> exp (xs / ys))
        "Clip", (fun () -> xs.Clip(volts, others))
        "CumulativeSum", (fun () -> xs.CumulativeSum())
    ]

/// Bytes that one call allocates, once everything is compiled and remembered.
let private allocated (work: unit -> unit) =
    for _ in 1..40 do
        work ()

    let before = GC.GetAllocatedBytesForCurrentThread()

    for _ in 1..100 do
        work ()

    (GC.GetAllocatedBytesForCurrentThread() - before) / 100L

/// An array of the length and two small objects: itself, and the quantities around it.
let private oneArray = int64 (length * sizeof<float> + 100)

let tests =
    testList
        "allocation"
        [
            for name, work in scalars do
                test $"a single quantity: {name}" { Expect.equal (allocated work) 0L "bytes" }
            for name, work in arrays do
                test $"an array: {name}" {
                    let bytes = allocated (fun () -> result <- work ())
                    let arrays = if name = "exp" then 2L else 1L
                    Expect.isLessThanOrEqual bytes (arrays * oneArray) "bytes"
                }
            test "reductions of an array allocate nothing" {
                for work in [ xs.Sum; xs.Mean; xs.Min; xs.Max ] do
                    Expect.equal (allocated (fun () -> kept <- work ())) 0L "bytes"
            }
        ]
