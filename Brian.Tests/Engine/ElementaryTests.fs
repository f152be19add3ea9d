module Brian.Tests.Engine.ElementaryTests

open System
open System.Numerics
open Expecto
open Brian.Engine

module R = Brian.Tests.Engine.HighPrecision

let private between low high (random: Random) =
    low + random.NextDouble() * (high - low)

/// Equally often in every octave.
let private octaves low high (random: Random) =
    exp (between (log low) (log high) random)

let private eitherSign draw (random: Random) : float =
    if random.Next 2 = 0 then draw random else -(draw random)

/// The doubles nearest to multiples of pi/2, where a sine, a cosine or a tangent has few correct bits to lose.
let private quarterTurns (random: Random) =
    floor (octaves 1.0 1e9 random) * (Math.PI / 2.0)

type private Row =
    {
        Op: Op
        Truth: R.Real -> R.Real
        /// The bound that the function's documentation states.
        Bound: float
        /// Where to look.
        Draws: (Random -> float) list
    }

let private row op truth bound draws =
    { Op = op; Truth = truth; Bound = bound; Draws = draws }

let private angles =
    [ between -4.0 4.0; between -1e5 1e5; eitherSign (octaves 1e-300 1e300); eitherSign quarterTurns ]

let private table =
    [
        row Op.Exp R.exp 0.95 [ between -1.0 1.0; between -745.0 709.78; eitherSign (octaves 1e-20 700.0) ]
        row
            Op.Expm1
            R.expm1
            0.95
            [ between -1.0 1.0; between -40.0 40.0; between 40.0 709.78; eitherSign (octaves 1e-300 1.0) ]
        row
            Op.Exprel
            (fun x -> R.expm1 x / x)
            0.95
            [ between -1.0 1.0; between -750.0 716.3; eitherSign (octaves 1e-20 500.0) ]
        row Op.Log R.log 0.8 [ between 0.5 2.0; octaves 1e-320 1e308 ]
        row Op.Log1p R.log1p 0.8 [ between -0.9 2.0; octaves 1e-300 1e308 ]
        row Op.Log10 R.log10 0.6 [ between 0.5 2.0; octaves 1e-320 1e308 ]
        row Op.Sin R.sin 0.8 angles
        row Op.Cos R.cos 0.8 angles
        row Op.Tan R.tan 0.95 angles
        row Op.Arcsin R.asin 0.7 [ between -1.0 1.0; eitherSign (octaves 1e-20 1.0) ]
        row Op.Arccos R.acos 0.7 [ between -1.0 1.0; eitherSign (octaves 1e-20 1.0) ]
        row Op.Arctan R.atan 0.7 [ between -4.0 4.0; eitherSign (octaves 1e-20 1e20) ]
        row Op.Sinh R.sinh 1.1 [ between -1.0 1.0; between -710.4 710.4; eitherSign (octaves 1e-20 700.0) ]
        row Op.Cosh R.cosh 1.4 [ between -1.0 1.0; between -710.4 710.4; eitherSign (octaves 1e-20 700.0) ]
        row Op.Tanh R.tanh 1.0 [ between -1.0 1.0; between -25.0 25.0; eitherSign (octaves 1e-20 30.0) ]
    ]

/// Points per way of drawing; BRIAN_DEEP multiplies them and prints what was found.
let private depth = Brian.Tests.Depth.factor

let private report (name: string) (worst: float) (at: string) count =
    if depth > 1 then
        printfn $"%-8s{name} %.3f{worst} ulp at %s{at} (%d{count} points)"

let private accuracy =
    testList
        "accuracy"
        [
            for row in table do
                test $"{row.Op} is within {row.Bound} ulp of 60-digit arithmetic" {
                    let random = Random(int row.Op)
                    let f = ScalarFunction row.Op
                    let mutable worst, at, count = 0.0, nan, 0

                    for draw in row.Draws do
                        for _ in 1 .. 1000 * depth do
                            let x = draw random
                            let error = R.ulps f[x] (row.Truth(R.ofFloat x))
                            count <- count + 1

                            if not (error <= worst) then
                                worst <- error
                                at <- x

                    report (string row.Op) worst $"%.17g{at}" count
                    Expect.isLessThanOrEqual worst row.Bound $"worst at {at:R}"
                }

            test "Power is within 1 ulp of 60-digit arithmetic, over all exponents that give a finite result" {
                let random = Random 5
                let mutable worst, at = 0.0, (nan, nan)

                for n in 1 .. 3000 * depth do
                    let x, y =
                        match n % 4 with
                        | 0 -> between 0.0 10.0 random, between -20.0 20.0 random
                        | 1 ->
                            let x = octaves 1e-320 1e308 random
                            x, between -744.0 709.7 random / log x
                        | 2 ->
                            let x = 1.0 + octaves 1e-14 0.4 random
                            x, between -744.0 709.7 random / log x
                        | _ -> octaves 1e-3 1e3 random, float (random.Next(5, 100))

                    let error =
                        R.ulps (Scalar.Evaluate(Op.Power, x, y)) (R.power (R.ofFloat x) (R.ofFloat y))

                    if not (error <= worst) then
                        worst <- error
                        at <- x, y

                report "Power" worst (string at) (3000 * depth)
                Expect.isLessThanOrEqual worst 1.0 $"worst at {at}"
            }

            test "squares are correctly rounded, cubes within 1.5 ulp, fourth powers within 2" {
                let random = Random 6

                for n, bound in [ 2, 0.5; 3, 1.5; 4, 2.0 ] do
                    for _ in 1..1000 do
                        let x = between -50.0 50.0 random
                        let truth = List.replicate n (R.ofFloat x) |> List.reduce (*)

                        Expect.isLessThanOrEqual
                            (R.ulps (Scalar.Evaluate(Op.Power, x, float n)) truth)
                            bound
                            $"{x:R}**{n}"
            }
        ]

let private same (a: float) (b: float) =
    BitConverter.DoubleToUInt64Bits a = BitConverter.DoubleToUInt64Bits b
    || (Double.IsNaN a && Double.IsNaN b)

let private inf = infinity
let private smallest = 5e-324

/// function, operands, value: the zeros' signs count.
let private specialValues =
    [
        for op in [ Op.Expm1; Op.Log1p; Op.Sin; Op.Tan; Op.Arcsin; Op.Arctan; Op.Sinh; Op.Tanh ] do
            for x in [ 0.0; -0.0; smallest; -smallest; 1e-310; 1e-200; nan ] do
                op, x, 0.0, x
        for op in [ Op.Exp; Op.Exprel; Op.Cos; Op.Cosh ] do
            for x in [ 0.0; -0.0; smallest; -smallest; 1e-200 ] do
                op, x, 0.0, 1.0

            op, nan, 0.0, nan
        for op in [ Op.Log; Op.Log10 ] do
            for x, y in
                [ 0.0, -inf; -0.0, -inf; 1.0, 0.0; -1.0, nan; -inf, nan; inf, inf; nan, nan; -smallest, nan ] do
                op, x, 0.0, y
        for op, positive, negative in
            [
                Op.Exp, inf, 0.0
                Op.Expm1, inf, -1.0
                Op.Exprel, inf, 0.0
                Op.Log1p, inf, nan
                Op.Sin, nan, nan
                Op.Cos, nan, nan
                Op.Tan, nan, nan
                Op.Arcsin, nan, nan
                Op.Arccos, nan, nan
                Op.Sinh, inf, -inf
                Op.Cosh, inf, inf
                Op.Tanh, 1.0, -1.0
                Op.Arctan, Math.PI / 2.0, -Math.PI / 2.0
            ] do
            op, inf, 0.0, positive
            op, -inf, 0.0, negative
        Op.Exp, 709.79, 0.0, inf
        Op.Exp, 1e308, 0.0, inf
        Op.Exp, -745.14, 0.0, 0.0
        Op.Exp, -745.13, 0.0, smallest
        Op.Exp, -1e308, 0.0, 0.0
        Op.Expm1, 1e308, 0.0, inf
        Op.Expm1, -1e308, 0.0, -1.0
        Op.Exprel, 1e308, 0.0, inf
        Op.Exprel, -1e308, 0.0, 1e-308
        Op.Exprel, -1e10, 0.0, 1e-10
        Op.Log1p, -1.0, 0.0, -inf
        Op.Log1p, -1.5, 0.0, nan
        for n in [ 1..22 ] do
            Op.Log10, Math.Pow(10.0, float n), 0.0, float n
        Op.Log, smallest, 0.0, -744.4400719213812
        Op.Arcsin, 1.0, 0.0, Math.PI / 2.0
        Op.Arcsin, 1.0000000000000002, 0.0, nan
        Op.Arccos, 1.0, 0.0, 0.0
        Op.Arccos, -1.0, 0.0, Math.PI
        Op.Arccos, 0.0, 0.0, Math.PI / 2.0
        Op.Arccos, -1.0000000000000002, 0.0, nan
        Op.Sinh, 711.0, 0.0, inf
        Op.Cosh, -711.0, 0.0, inf
        // The double nearest to a multiple of pi/2, after Kahan and McDonald.
        Op.Cos, 6381956970095103.0 * Math.Pow(2.0, 797.0), 0.0, -4.687165924254628e-19
        Op.Sin, 1e22, 0.0, -0.8522008497671888
        for x, y in
            [ -2.0, -1.0; -0.0, 0.0; 0.0, 0.0; 3.0, 1.0; inf, 1.0; -inf, -1.0; smallest, 1.0; nan, nan ] do
            Op.Sign, x, 0.0, y
        for x in [ 0.0; -0.0; 1.0; -2.5; inf; -inf; nan; smallest ] do
            Op.Power, x, 0.0, 1.0
            Op.Power, x, -0.0, 1.0
            Op.Power, x, 1.0, x
            Op.Power, 1.0, x, 1.0
        for x, y, z in
            [
                0.0, 3.0, 0.0
                -0.0, 3.0, -0.0
                -0.0, 2.0, 0.0
                0.0, 0.5, 0.0
                -0.0, 0.5, 0.0
                0.0, -1.0, inf
                -0.0, -1.0, -inf
                -0.0, -2.0, inf
                -2.0, 5.0, -32.0
                -2.0, -1.0, -0.5
                -2.0, 6.0, 64.0
                -8.0, 1.0 / 3.0, nan
                -1.0, inf, 1.0
                -1.0, -inf, 1.0
                0.5, inf, 0.0
                0.5, -inf, inf
                2.0, inf, inf
                2.0, -inf, 0.0
                inf, 0.5, inf
                inf, -0.5, 0.0
                -inf, 3.0, -inf
                -inf, 2.0, inf
                -inf, -3.0, -0.0
                -inf, 0.5, inf
                2.0, 1023.0, 8.98846567431158e307
                2.0, 1024.0, inf
                2.0, -1074.0, smallest
                2.0, -1076.0, 0.0
                -2.0, 1025.0, -inf
                10.0, 308.0, 1e308
                nan, 2.5, nan
                2.0, nan, nan
                1e-300, 1e300, 0.0
                1e300, 1e300, inf
                4.0, 0.5, 2.0
                -1.0, 9007199254740993.0, 1.0
                3.0, 40.0, 12157665459056928801.0
            ] do
            Op.Power, x, y, z
        for a, b, quotient, rest in
            [
                7.0, 2.0, 3.0, 1.0
                -7.0, 2.0, -4.0, 1.0
                7.0, -2.0, -4.0, -1.0
                -7.0, -2.0, 3.0, -1.0
                6.0, 2.0, 3.0, 0.0
                -6.0, 2.0, -3.0, 0.0
                6.0, -2.0, -3.0, -0.0
                1.0, 0.1, 9.0, 0.09999999999999995
                0.0, 3.0, 0.0, 0.0
                -0.0, 3.0, -0.0, 0.0
                1.0, 0.0, inf, nan
                -1.0, 0.0, -inf, nan
                0.0, 0.0, nan, nan
                inf, 2.0, nan, nan
                5.0, inf, 0.0, 5.0
                -5.0, inf, -1.0, inf
                5.0, -inf, -1.0, -inf
                nan, 1.0, nan, nan
                1e300, 7.0, 1.4285714285714286e299, 1.0
                -1e-20, 1.0, -1.0, 1.0
                5e-324, 1e308, 0.0, 5e-324
                1e308, 1e-308, inf, 0.0
            ] do
            if not (a = 1e308) then
                Op.Modulo, a, b, rest

            if not (a = 1e300) then
                Op.FloorDivide, a, b, quotient
    ]

let private special =
    test "special values are right, the sign of zero included" {
        let wrong =
            [
                for op, x, y, expected in specialValues do
                    let found = Scalar.Evaluate(op, x, y)

                    if not (same found expected) then
                        $"{op}({x:R}, {y:R}) is {found:R}, not {expected:R}"
            ]

        Expect.equal wrong [] "all as expected"
    }

let private division =
    /// The exact value as a fraction over 2^1074.
    let exact (x: float) =
        let r = R.ofFloat x in r.Mantissa <<< (r.Exponent + 1074)

    let floorDivide (a: BigInteger) (b: BigInteger) =
        let quotient = BigInteger.Divide(a, b)

        if (a - quotient * b).Sign * b.Sign < 0 then
            quotient - BigInteger.One
        else
            quotient

    test "// and % agree with exact integer arithmetic" {
        let random = Random 7
        let signed x = if random.Next 2 = 0 then x else -x

        for n in 1..5000 do
            let b = signed (octaves 1e-8 1e5 random)

            let a =
                match n % 3 with
                | 0 -> signed (octaves 1e-5 1e10 random)
                | 1 -> b * float (random.Next 1000)
                | _ -> signed (octaves 1e-5 1e300 random)

            let quotient = floorDivide (exact a) (exact b)
            let rest = exact a - quotient * exact b
            let expected = { R.Real.Mantissa = rest; R.Real.Exponent = -1074 }

            Expect.isLessThanOrEqual
                (R.ulps (Scalar.Evaluate(Op.Modulo, a, b)) expected)
                0.5
                $"{a:R} %% {b:R}"

            // Above, Python too may be off by one, since a less the rest has more than 53 bits.
            if BigInteger.Abs quotient < (BigInteger.One <<< 50) then
                Expect.equal (BigInteger(Scalar.Evaluate(Op.FloorDivide, a, b))) quotient $"{a:R} // {b:R}"
    }

let tests = testList "elementary functions" [ special; division; accuracy ]
