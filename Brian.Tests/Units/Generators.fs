module Brian.Tests.Units.Generators

open System
open Brian
open FsCheck
open FsCheck.FSharp

/// Exponents as models have them: small fractions.
type SmallRational = SmallRational of Rational

/// Any exponent at all, the largest included.
type AnyRational = AnyRational of Rational

/// A dimension with small exponents; half of the time a plain one of one or two base units.
type AnyDimension = AnyDimension of Dimension

/// Any float, with infinities, NaN, both zeros and the smallest and largest numbers among them.
type AnyFloat = AnyFloat of float

/// A float as measurements have them: finite, not 0, between 1e-12 and 1e12.
type TameFloat = TameFloat of float

let private smallRational =
    Gen.map2 (fun n d -> Rational(n, d)) (Gen.choose (-6, 6)) (Gen.elements [ 1; 1; 1; 2; 3; 4; 7 ])

let private anyInt =
    Gen.frequency
        [
            3, Gen.choose (-20, 20)
            2, Gen.choose (-Int32.MaxValue, Int32.MaxValue)
            1, Gen.elements [ Int32.MaxValue; -Int32.MaxValue; Int32.MaxValue - 1; 65536 ]
        ]

let private anyRational =
    Gen.map2 (fun n d -> Rational(n, (if d = 0 then 1 else d))) anyInt anyInt

let private dimension =
    Gen.oneof
        [
            Gen.arrayOfLength 7 smallRational
            Gen.map2
                (fun i n -> Array.init 7 (fun j -> if i = j then Rational n else Rational.Zero))
                (Gen.choose (0, 6))
                (Gen.choose (-3, 3))
        ]
    |> Gen.map (fun exponents -> Dimension.FromExponents exponents)

let private anyFloat =
    Gen.frequency
        [
            1,
            Gen.elements
                [
                    0.0
                    -0.0
                    Double.NaN
                    Double.PositiveInfinity
                    Double.NegativeInfinity
                    Double.Epsilon
                    Double.MaxValue
                    -Double.MaxValue
                    1.0
                ]
            3, ArbMap.defaults |> ArbMap.generate<float>
            // All magnitudes are equally likely.
            3,
            Gen.map2
                (fun (high: int) (low: int) ->
                    BitConverter.Int64BitsToDouble((int64 high <<< 32) ||| int64 (uint32 low)))
                (Gen.choose (Int32.MinValue, Int32.MaxValue))
                (Gen.choose (Int32.MinValue, Int32.MaxValue))
        ]

let private tameFloat =
    Gen.map2
        (fun mantissa exponent -> (float mantissa + 0.5) / 1000.0 * Math.Pow(10.0, float exponent))
        (Gen.choose (-9999, 9999))
        (Gen.choose (-12, 11))

type Arbitraries =
    static member SmallRational() =
        Arb.fromGen (Gen.map SmallRational smallRational)

    static member AnyRational() =
        Arb.fromGen (Gen.map AnyRational anyRational)

    static member AnyDimension() =
        Arb.fromGen (Gen.map AnyDimension dimension)

    static member AnyFloat() = Arb.fromGen (Gen.map AnyFloat anyFloat)

    static member TameFloat() =
        Arb.fromGen (Gen.map TameFloat tameFloat)

let private config =
    { Expecto.FsCheckConfig.defaultConfig with
        maxTest = 500
        arbitrary = [ typeof<Arbitraries> ]
    }

let property name body =
    Expecto.ExpectoFsCheck.testPropertyWithConfig config name body
