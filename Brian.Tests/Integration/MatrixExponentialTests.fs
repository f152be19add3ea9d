/// The exponential of a matrix against closed forms and against its series with 320 bits.
module Brian.Tests.Integration.MatrixExponentialTests

open System
open Expecto
open FsCheck.FSharp
open Brian.Symbolic

let private exponential (matrix: float[,]) =
    let result, _ = MatrixExponential.transition (Array2D.map Double2.OfFloat matrix) []
    result |> Array2D.map _.Value

/// [[A, I], [0, 0]], whose exponential holds that of A and its integral side by side.
let private withIntegral (matrix: float[,]) =
    let n = Array2D.length1 matrix

    Array2D.init (2 * n) (2 * n) (fun i j ->
        if i >= n then 0.0
        elif j < n then matrix[i, j]
        elif j - n = i then 1.0
        else 0.0)

let private compare tolerance what (expected: float[,]) (actual: float[,]) =
    let size = expected |> Seq.cast<float> |> Seq.map abs |> Seq.max

    expected
    |> Array2D.iteri (fun i j e ->
        if not (abs (e - actual[i, j]) <= tolerance * size) then
            failtest $"{what}: entry {i}, {j} is {actual[i, j]:R}, expected {e:R}")

/// Entries whose repetition makes singular and defective matrices common.
let private entry =
    Gen.frequency
        [
            4, Gen.elements [ 0.0; 0.0; 1.0; -1.0; 2.0; -0.5 ]
            2, Gen.choose (-400, 400) |> Gen.map (fun k -> float k / 64.0)
            1, Gen.elements [ 1e-9; -1e-3; 30.0; -100.0 ]
        ]

let private matrix n =
    Gen.arrayOfLength (n * n) entry |> Gen.map (fun xs -> Array2D.init n n (fun i j -> xs[i * n + j]))

let matrices = Gen.choose (1, 4) |> Gen.bind matrix

let private property name body =
    Expecto.ExpectoFsCheck.testPropertyWithConfig { FsCheckConfig.defaultConfig with maxTest = 60 } name body

let tests =
    testList
        "Matrix exponential"
        [
            test "the reference itself: exp of a diagonal" {
                let reference = ReferenceExponential.exp (array2D [ [ 1.0; 0.0 ]; [ 0.0; -20.0 ] ])
                Expect.floatClose { absolute = 0.0; relative = 4e-16 } reference[0, 0] Math.E "e"

                Expect.floatClose
                    { absolute = 0.0; relative = 4e-16 }
                    reference[1, 1]
                    (Math.Exp -20.0)
                    "exp -20"
            }

            test "exp of zeros is the identity" {
                compare
                    0.0
                    "zeros"
                    (array2D [ [ 1.0; 0.0 ]; [ 0.0; 1.0 ] ])
                    (exponential (Array2D.zeroCreate 2 2))
            }

            test "a defective matrix: exp [[a, 1], [0, a]] = e^a [[1, 1], [0, 1]]" {
                for a in [ 0.0; 1.0; -3.0; 20.0 ] do
                    let e = Math.Exp a

                    compare
                        4e-16
                        $"a = {a}"
                        (array2D [ [ e; e ]; [ 0.0; e ] ])
                        (exponential (array2D [ [ a; 1.0 ]; [ 0.0; a ] ]))
            }

            test "a rotation: exp [[0, -w], [w, 0]] is cos and sin" {
                for w in [ 0.1; 1.0; Math.PI; 50.0 ] do
                    let c, s = Math.Cos w, Math.Sin w

                    compare
                        5e-16
                        $"w = {w}"
                        (array2D [ [ c; -s ]; [ s; c ] ])
                        (exponential (array2D [ [ 0.0; -w ]; [ w; 0.0 ] ]))
            }

            test "a nilpotent matrix ends its series" {
                let m = array2D [ [ 0.0; 2.0; 3.0 ]; [ 0.0; 0.0; 4.0 ]; [ 0.0; 0.0; 0.0 ] ]

                compare
                    0.0
                    "nilpotent"
                    (array2D [ [ 1.0; 2.0; 7.0 ]; [ 0.0; 1.0; 4.0 ]; [ 0.0; 0.0; 1.0 ] ])
                    (exponential m)
            }

            test "nearly equal eigenvalues lose no digit" {
                for d in [ 1e-3; 1e-8; 1e-13 ] do
                    let m = array2D [ [ -1.0; 1.0 ]; [ 0.0; -1.0 - d ] ]
                    // e^-1 (1 - e^-d)/d
                    let off = Math.Exp -1.0 * (-(Math.Exp(-d / 2.0) * 2.0 * Math.Sinh(-d / 2.0)) / d)

                    Expect.floatClose
                        { absolute = 0.0; relative = 1e-15 }
                        ((exponential m).[0, 1])
                        off
                        $"d = {d}"
            }

            property "equal to its series with 320 bits, singular and defective matrices included" (fun () ->
                Prop.forAll (Arb.fromGen matrices) (fun m ->
                    compare 4e-16 "series" (ReferenceExponential.exp m) (exponential m)))

            property "two halves make a whole: exp(A) = exp(A/2) exp(A/2)" (fun () ->
                Prop.forAll (Arb.fromGen matrices) (fun m ->
                    let n = Array2D.length1 m
                    let half = exponential (Array2D.map (fun x -> x / 2.0) m)

                    let product =
                        Array2D.init n n (fun i j ->
                            Seq.sum (seq { for k in 0 .. n - 1 -> half[i, k] * half[k, j] }))

                    let size = half |> Seq.cast<float> |> Seq.map abs |> Seq.max
                    let whole = exponential m
                    // the product's own rounding is relative to the halves, not to what is left of them
                    let tolerance = 8e-16 * size * size * float n

                    whole
                    |> Array2D.iteri (fun i j x ->
                        Expect.isLessThanOrEqual (abs (x - product[i, j])) tolerance $"{i}, {j}")))

            property "withIntegral holds exp(A) and the integral of exp(A s) from 0 to 1" (fun () ->
                Prop.forAll (Arb.fromGen matrices) (fun m ->
                    let n = Array2D.length1 m
                    let both = exponential (withIntegral m)
                    let whole = exponential m
                    let phi = both[0 .. n - 1, n .. 2 * n - 1]
                    compare 1e-15 "exp" whole both[0 .. n - 1, 0 .. n - 1]
                    // A times the integral is exp(A) - I
                    let product =
                        Array2D.init n n (fun i j ->
                            Seq.sum (seq { for k in 0 .. n - 1 -> m[i, k] * phi[k, j] }))

                    let norm =
                        (m |> Seq.cast<float> |> Seq.map abs |> Seq.max)
                        * (phi |> Seq.cast<float> |> Seq.map abs |> Seq.max)

                    let tolerance = 1e-15 * float n * (1.0 + norm)

                    product
                    |> Array2D.iteri (fun i j x ->
                        let expected = whole[i, j] - (if i = j then 1.0 else 0.0)

                        Expect.isLessThanOrEqual
                            (abs (x - expected))
                            (tolerance + 1e-15 * abs whole[i, j])
                            $"{i}, {j}")))
        ]
