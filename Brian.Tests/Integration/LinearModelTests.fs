/// Simulated linear models against their analytic solutions, for random constants.
module Brian.Tests.Integration.LinearModelTests

open System
open Expecto
open FsCheck.FSharp
open Brian
open Brian.Units
open Brian.Tests.Sessions

let private numbers (group: NeuronGroup) name = group[name].Values.SIValues.ToArray()

/// Runs a group with some method and time step, and hands back values of its variables.
let private simulate
    (equations: Equations)
    (method: Method)
    (dt: float)
    (duration: float)
    (initial: (string * float) list)
    names
    =
    Session.Isolated(fun () ->
        Session.Current.DefaultDt <- dt
        let cells = NeuronGroup(1, equations, method = method)

        for name, value in initial do
            cells[name].Fill(Quantity(value, cells[name].Dimension))

        use network = new Network(cells)
        network.Run(duration * second)
        [| for name in names -> Array.head (numbers cells name) |])

let private property count name body =
    Expecto.ExpectoFsCheck.testPropertyWithConfig
        { FsCheckConfig.defaultConfig with maxTest = count }
        name
        body

/// Time constants from 0.1 ms to 1 s, and values of modest size.
let private timeConstant =
    Gen.choose (0, 400) |> Gen.map (fun k -> 1e-4 * 10.0 ** (float k / 100.0))

let private value = Gen.choose (-300, 300) |> Gen.map (fun k -> float k / 100.0)

/// (e^x - 1)/x, 1 at 0.
let private exprel x =
    if x = 0.0 then 1.0 else Math.Exp(x / 2.0) * Math.Sinh(x / 2.0) / (x / 2.0)

let private leak tau =
    Equations $"dv/dt = (v0 - v)/{tau * second} : 1\nv0 : 1"

let private cascade tau taug =
    Equations $"dv/dt = (g - v)/{tau * second} : 1\ndg/dt = -g/{taug * second} : 1"

/// x' = A x + b with b a parameter for each line, as text.
let private system (matrix: float[,]) =
    let n = Array2D.length1 matrix

    let lines =
        [
            for i in 0 .. n - 1 do
                let terms =
                    [
                        for j in 0 .. n - 1 do
                            if matrix[i, j] <> 0.0 then
                                $"({matrix[i, j]:R})*x{j}"
                    ]

                let sum = String.Join(" + ", terms @ [ $"b{i}" ])
                $"dx{i}/dt = ({sum})*Hz : 1"
                $"b{i} : 1"
        ]

    Equations.Parse(String.Join("\n", lines))

/// x after h by the series with 320 bits: the augmented matrix [[A, b], [0, 0]].
let private solution (matrix: float[,]) (b: float[]) (x: float[]) h =
    let n = x.Length

    let augmented =
        Array2D.init (n + 1) (n + 1) (fun i j ->
            if i = n then 0.0
            elif j = n then b[i] * h
            else matrix[i, j] * h)

    let e = ReferenceExponential.exp augmented
    Array.init n (fun i -> e[i, n] + Seq.sum (seq { for j in 0 .. n - 1 -> e[i, j] * x[j] }))

let private systems =
    gen {
        let! matrix = MatrixExponentialTests.matrices
        let n = Array2D.length1 matrix
        let! b = Gen.arrayOfLength n value
        let! x = Gen.arrayOfLength n value
        return matrix, b, x
    }

let private start (b: float[]) (x: float[]) =
    [
        for i in 0 .. x.Length - 1 do
            $"x{i}", x[i]
            $"b{i}", b[i]
    ]

let private names (x: float[]) =
    [ for i in 0 .. x.Length - 1 -> $"x{i}" ]

let private near tolerance (expected: float[]) (actual: float[]) =
    let size = Array.max (Array.map abs expected) + 1.0

    Array.iter2
        (fun (e: float) a ->
            if not (abs (e - a) <= tolerance * size) then
                failtest $"{actual}, expected {expected}")
        expected
        actual

let tests =
    testList
        "Linear models"
        [
            property 60 "a leak relaxes along its exponential, at any time step" (fun () ->
                Prop.forAll (Arb.fromGen (Gen.zip3 timeConstant value value)) (fun (tau, v, v0) ->
                    let expected = v0 + (v - v0) * Math.Exp(-0.02 / tau)

                    for dt in [ 1e-4; 1e-3; 2e-2 ] do
                        let actual = simulate (leak tau) Method.Exact dt 0.02 [ "v", v; "v0", v0 ] [ "v" ]
                        near 1e-13 [| expected |] actual))

            property
                60
                "a cascade follows its closed form, equal and nearly equal time constants included"
                (fun () ->
                    let constants =
                        Gen.oneof
                            [
                                Gen.zip timeConstant timeConstant
                                timeConstant |> Gen.map (fun tau -> tau, tau)
                                timeConstant |> Gen.map (fun tau -> tau, tau * (1.0 + 1e-9))
                            ]

                    Prop.forAll
                        (Arb.fromGen (Gen.zip constants (Gen.zip value value)))
                        (fun ((tau, taug), (v, g)) ->
                            let t = 0.01
                            let slow = max (-t / tau) (-t / taug)
                            let fast = min (-t / tau) (-t / taug)
                            let transfer = t / tau * Math.Exp slow * exprel (fast - slow)

                            let expected =
                                [| v * Math.Exp(-t / tau) + g * transfer; g * Math.Exp(-t / taug) |]

                            near
                                1e-12
                                expected
                                (simulate
                                    (cascade tau taug)
                                    Method.Exact
                                    1e-3
                                    t
                                    [ "v", v; "g", g ]
                                    [ "v"; "g" ])))

            property
                60
                "constant systems of 1 to 4 equations land where the series with 320 bits does"
                (fun () ->
                    Prop.forAll (Arb.fromGen systems) (fun (matrix, b, x) ->
                        let expected = solution matrix b x 0.125

                        near
                            1e-13
                            expected
                            (simulate (system matrix) Method.Exact 0.125 0.125 (start b x) (names x))))

            property 40 "one step is two half steps" (fun () ->
                Prop.forAll (Arb.fromGen systems) (fun (matrix, b, x) ->
                    let step dt =
                        simulate (system matrix) Method.Exact dt 0.125 (start b x) (names x)
                    // what grows on its way grows its rounding, too
                    let peak = solution matrix b x 0.0625 |> Array.map abs |> Array.max
                    near (1e-13 * (1.0 + peak)) (step 0.125) (step 0.0625)))

            property 20 "halving the step halves the error of Euler" (fun () ->
                let mild = Gen.choose (100, 300) |> Gen.map (fun k -> float k / 100.0 * 1e-2)

                Prop.forAll (Arb.fromGen (Gen.zip mild mild)) (fun (tau, taug) ->
                    let final method dt =
                        simulate (cascade tau taug) method dt 0.02 [ "v", 1.0; "g", 2.0 ] [ "g" ]

                    let exact = Array.head (final Method.Exact 1e-3)

                    let error dt =
                        abs (Array.head (final Method.Euler dt) - exact)

                    let ratio = error 2e-4 / error 1e-4
                    Expect.floatClose { absolute = 0.05; relative = 0.0 } ratio 2.0 "order 1"))

            testAlone
                "no leak, no drive, an endless time constant and a step of an hour are ordinary inputs"
                (fun () ->
                    let tau = infinity * second
                    let still = Equations $"dv/dt = (1 - v)/{tau} : 1"

                    Expect.equal
                        (simulate still Method.Exact 1e-4 0.01 [ "v", 0.25 ] [ "v" ])
                        [| 0.25 |]
                        "stands still"

                    let drift = Equations $"dv/dt = 3*Hz : 1"
                    near 1e-14 [| 3.0 |] (simulate drift Method.Exact 1e-3 1.0 [] [ "v" ])
                    let nothing = Equations $"dv/dt = 0*Hz : 1"

                    Expect.equal
                        (simulate nothing Method.Exact 1e-3 1.0 [ "v", 2.0 ] [ "v" ])
                        [| 2.0 |]
                        "nothing changes"

                    Expect.equal
                        (simulate (leak 1e-4) Method.Exact 3600.0 3600.0 [ "v0", 1.5 ] [ "v" ])
                        [| 1.5 |]
                        "on the target")

            testAlone
                "a zero leak given as a parameter is a pure integral, where Brian 2 gives NaN"
                (fun () ->
                    let equations = Equations $"dv/dt = gl*(2 - v) + a : 1\ngl : hertz\na : hertz"

                    let final gl a =
                        simulate equations Method.Exact 1e-3 0.5 [ "gl", gl; "a", a ] [ "v" ]

                    near 1e-13 [| 1.5 |] (final 0.0 3.0)
                    near 1e-13 [| (2.0 + 0.3) * (1.0 - Math.Exp -5.0) |] (final 10.0 3.0))
        ]
