/// exp of a matrix by its series in 320-bit fixed-point numbers: slow and beyond doubt.
module Brian.Tests.Integration.ReferenceExponential

open System
open System.Numerics

let private bits = 320
let private unit = BigInteger.Pow(BigInteger 2, bits)

/// A double as a fixed-point number, exactly where it has no bits below 2^-320.
let private ofFloat (x: float) =
    let raw = BitConverter.DoubleToInt64Bits x
    let exponent = int ((raw >>> 52) &&& 0x7FFL)
    let fraction = raw &&& 0xFFFFFFFFFFFFFL
    let mantissa = if exponent = 0 then fraction else fraction ||| 0x10000000000000L
    let shift = (max exponent 1) - 1075 + bits

    let magnitude =
        if shift >= 0 then
            BigInteger mantissa <<< shift
        else
            BigInteger mantissa >>> -shift

    if raw < 0L then -magnitude else magnitude

let private toFloat (x: BigInteger) =
    // 64 significant bits are enough for a double
    let length = int (BigInteger.Abs(x).GetBitLength())
    let drop = max 0 (length - 64)
    Math.ScaleB(float (x >>> drop), drop - bits)

let private multiply (a: BigInteger[,]) (b: BigInteger[,]) =
    let n = Array2D.length1 a
    Array2D.init n n (fun i j -> (Seq.sum (seq { for k in 0 .. n - 1 -> a[i, k] * b[k, j] })) >>> bits)

/// exp(matrix), every entry right to the last bit but one.
let exp (matrix: float[,]) : float[,] =
    let n = Array2D.length1 matrix

    let size =
        Seq.max (seq { for i in 0 .. n - 1 -> Seq.sum (seq { for j in 0 .. n - 1 -> abs matrix[i, j] }) })

    let squarings = max 0 (2 + int (Math.Ceiling(Math.Log2(max size 1e-300))))
    let scaled = matrix |> Array2D.map (fun x -> ofFloat x >>> squarings)
    let identity = Array2D.init n n (fun i j -> if i = j then unit else BigInteger.Zero)
    let mutable term = identity
    let mutable sum = identity

    for k in 1..70 do
        term <- multiply term scaled |> Array2D.map (fun x -> x / BigInteger k)
        sum <- Array2D.mapi (fun i j x -> x + term[i, j]) sum

    for _ in 1..squarings do
        sum <- multiply sum sum

    sum |> Array2D.map toFloat
