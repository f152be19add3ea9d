/// The matrix exponential and the covariance of exact integration against numbers of 1600 bits.
module Brian.Tests.Integration.ExactTransitionTests

open System
open Expecto
open FsCheck
open FsCheck.FSharp
open Brian.Symbolic
open Brian.Tests.Integration

/// More systems when asked for; the usual count keeps the tests short.
let private systems = 60 * Brian.Tests.Depth.factor

/// A linear system by its matrix in 1/s, and a time step in s.
type LinearSystem =
    {
        Kind: string
        Rates: float[,]
        Step: float
    }

    override this.ToString() =
        $"{this.Kind}, dt = {this.Step:R}: %A{this.Rates}"

let private tenTo low high =
    Gen.choose (low * 100, high * 100) |> Gen.map (fun e -> 10.0 ** (float e / 100.0))

let private signed (size: Gen<float>) =
    Gen.map2 (fun x negative -> if negative then -x else x) size (Gen.elements [ true; false ])

let private square n (element: int -> int -> Gen<float>) =
    Gen.sequenceToArray
        [|
            for i in 0 .. n - 1 do
                for j in 0 .. n - 1 -> element i j
        |]
    |> Gen.map (fun values -> Array2D.init n n (fun i j -> values[i * n + j]))

let private rate = tenTo -1 4 |> Gen.map (~-)

/// One rate for all, or rates that differ by 1e-9 of themselves.
let private confluent n =
    gen {
        let! common = rate
        let! apart = Gen.elements [ 0.0; 1e-9; 1e-13 ]

        let! coupling =
            square n (fun i j -> if j = i + 1 then signed (tenTo -1 4) else Gen.constant 0.0)

        return
            Array2D.init n n (fun i j -> if i = j then common * (1.0 + float i * apart) else coupling[i, j])
    }

let kinds: (string * (int -> Gen<float[,]>)) list =
    [
        "cascade of equal or nearly equal rates", confluent
        "equal rates, all coupled one way",
        fun n ->
            gen {
                let! common = rate

                let! upper =
                    square n (fun i j -> if j > i then signed (tenTo -1 3) else Gen.constant 0.0)

                return Array2D.init n n (fun i j -> if i = j then common else upper[i, j])
            }
        "nilpotent", fun n -> square n (fun i j -> if j > i then signed (tenTo -3 3) else Gen.constant 0.0)
        "singular",
        fun n ->
            gen {
                let! a = square n (fun _ _ -> signed (tenTo 0 3))
                // columns sum to 0: what leaves one variable enters another
                return
                    Array2D.init n n (fun i j ->
                        if i = j then
                            -(Seq.sum (
                                seq {
                                    for k in 0 .. n - 1 do
                                        if k <> i then
                                            abs a[k, i]
                                }
                            ))
                        else
                            abs a[i, j])
            }
        "oscillators", fun n -> square n (fun i j -> if i = j then rate else signed (tenTo 1 4))
        "stiff",
        fun n -> square n (fun i j -> if i = j then Gen.map (~-) (tenTo -6 6) else signed (tenTo -2 0))
        "badly scaled",
        fun n ->
            gen {
                let! a = square n (fun i j -> if i = j then rate else signed (tenTo 0 2))
                let! units = Gen.arrayOfLength n (Gen.choose (-40, 40))
                return Array2D.init n n (fun i j -> Math.ScaleB(a[i, j], units[i] - units[j]))
            }
        "any", fun n -> square n (fun _ _ -> signed (tenTo -2 3))
    ]

let private system =
    gen {
        let! kind, make = Gen.elements kinds

        let! n =
            Gen.frequency [ 2, Gen.constant 1; 4, Gen.constant 2; 3, Gen.constant 3; 1, Gen.choose (4, 6) ]

        let! rates = make n
        let! step = tenTo -5 -1
        // growth beyond all bounds is tested apart
        let largest = rates |> Seq.cast<float> |> Seq.map abs |> Seq.max
        let grows = rates |> Seq.cast<float> |> Seq.exists (fun x -> x > 0.0)

        return
            {
                Kind = kind
                Rates = rates
                Step = (if grows then min step (60.0 / largest / float n) else step)
            }
    }

let sample count =
    Gen.sampleWithSeed (Rnd 20260101UL) 50 count system

let private times (step: float) (rates: float[,]) =
    rates |> Array2D.map (fun a -> Double2.OfFloat a .* Double2.OfFloat step)

let exact (step: float) (rates: float[,]) =
    rates
    |> Array2D.map (fun a -> ExactReference.multiply (ExactReference.ofFloat a) (ExactReference.ofFloat step))

/// The largest error of exp(A dt) in units in the last place, of elements that are normal numbers.
let private worst (system: LinearSystem) =
    let exponential, _ =
        MatrixExponential.transition (times system.Step system.Rates) []

    let expected = ExactReference.exp (exact system.Step system.Rates)

    Seq.max (
        seq {
            for i in 0 .. Array2D.length1 expected - 1 do
                for j in 0 .. Array2D.length1 expected - 1 do
                    if abs (ExactReference.toFloat expected[i, j]) > 1e-290 then
                        ExactReference.ulps expected[i, j] exponential[i, j].Value
                    else
                        0.0
        }
    )

/// The covariance by Van Loan's block matrix [[-A, S], [0, A']] in the reference's numbers.
let private covariance (step: float) (rates: float[,]) (noise: float[,]) =
    let n = Array2D.length1 rates
    let a = exact step rates
    let s = exact step noise

    let block =
        Array2D.init (2 * n) (2 * n) (fun i j ->
            if i < n && j < n then -a[i, j]
            elif i < n then s[i, j - n]
            elif j >= n then a[j - n, i - n]
            else Numerics.BigInteger.Zero)

    let result = ExactReference.exp block
    let upper = Array2D.init n n (fun i j -> result[i, n + j])
    let forward = Array2D.init n n (fun i j -> result[n + j, n + i])
    ExactReference.multiplyMatrices forward upper

let private wiener n =
    Array2D.init n n (fun i j -> if i = n - 1 && j = n - 1 then 1.0 else 0.0)

let tests =
    testList
        "Transitions of exact integration"
        [
            testCase "the reference knows e, and a rotation by pi" (fun () ->
                let one = array2D [ [ ExactReference.ofFloat 1.0 ] ]
                let e = ExactReference.exp one
                Expect.equal (ExactReference.toFloat e[0, 0]) Math.E "e"
                let sine, cosine = ExactReference.sinCos [ Math.PI ]

                Expect.equal
                    (ExactReference.toFloat sine)
                    1.2246467991473532e-16
                    "sin of the double next to pi"

                Expect.equal (ExactReference.toFloat cosine) -1.0 "cos")

            testCase "every element is within 1 unit in the last place" (fun () ->
                for system in sample systems do
                    let error = worst system

                    if not (error <= 1.0) then
                        failtest $"{error} ulp: {system}")

            testCase "exact semigroup: two half steps are one step, to 2 units" (fun () ->
                for system in sample 20 do
                    let half = times (system.Step / 2.0) system.Rates
                    let whole, _ = MatrixExponential.transition (times system.Step system.Rates) []
                    let h, _ = MatrixExponential.transition half []
                    let n = Array2D.length1 h

                    for i in 0 .. n - 1 do
                        for j in 0 .. n - 1 do
                            let parts = [ for k in 0 .. n - 1 -> h[i, k] .* h[k, j] ]
                            let twice = (List.reduce (.+) parts).Value
                            let size = parts |> List.sumBy (fun p -> abs p.High)

                            if abs (twice - whole[i, j].Value) > 3e-16 * size + 1e-300 then
                                failtest $"[{i},{j}] of {system}")

            testCase "the covariance of noise through a system is within 1e-14 of its size" (fun () ->
                for system in sample 20 do
                    let n = Array2D.length1 system.Rates
                    let largest = system.Rates |> Seq.cast<float> |> Seq.map abs |> Seq.max
                    let step = min system.Step (300.0 / largest)
                    let noise = times step (wiener n)
                    let _, found = MatrixExponential.transition (times step system.Rates) [ noise ]
                    let expected = covariance step system.Rates (wiener n)
                    let factor = MatrixExponential.factor found.Head

                    for i in 0 .. n - 1 do
                        for j in 0 .. n - 1 do
                            let size =
                                sqrt (
                                    ExactReference.toFloat expected[i, i]
                                    * ExactReference.toFloat expected[j, j]
                                )

                            let wanted = ExactReference.toFloat expected[i, j]

                            let refactored =
                                Seq.sum (
                                    seq { for k in 0 .. n - 1 -> factor[i, k].Value * factor[j, k].Value }
                                )

                            if abs (found.Head[i, j].Value - wanted) > 1e-14 * size + 1e-300 then
                                failtest
                                    $"covariance[{i},{j}] {found.Head[i, j].Value} not {wanted}: {system}"

                            if abs (refactored - wanted) > 1e-14 * size + 1e-300 then
                                failtest $"factor[{i},{j}] gives {refactored} not {wanted}: {system}")
        ]
