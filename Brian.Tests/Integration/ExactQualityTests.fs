/// How good exact integration is where others fail: against numbers of 1600 bits, over all rates and steps.
module Brian.Tests.Integration.ExactQualityTests

open System
open System.Numerics
open Expecto
open FsCheck
open FsCheck.FSharp
open Brian
open Brian.Engine
open Brian.Lowering
open Brian.Symbolic
open Brian.Tests.Sessions
open Brian.Tests.Recorded.Recorded
open Brian.Tests.Integration

/// x' = A x as equations in x0, x1, ...
let private equationsOf (rates: float[,]) =
    let n = Array2D.length1 rates

    let equation i =
        let terms =
            [
                for j in 0 .. n - 1 do
                    if rates[i, j] <> 0.0 then
                        $"({rates[i, j]:R})*x{j}"
            ]

        let sum = if terms.IsEmpty then "0" else String.Join(" + ", terms)
        $"dx{i}/dt = ({sum})/second : 1"

    String.Join("\n", [ for i in 0 .. n - 1 -> equation i ])

/// One step of a system by the engine.
let private step dt (rates: float[,]) (start: float[]) =
    Session.Isolated(fun () ->
        let cells =
            NeuronGroup(1, Equations.Parse(equationsOf rates), method = Method.Exact, dt = seconds dt)

        start |> Array.iteri (fun i x -> cells[$"x{i}"].Fill(Quantity x))
        use network = new Network(cells)
        network.Run(seconds dt)
        [| for i in 0 .. start.Length - 1 -> valueOf cells $"x{i}" |])

let private errorOf dt rates start =
    ReferenceStep.relative (ExactReference.exp (ReferenceStep.times dt rates)) start (step dt rates start)

/// A cascade: each variable follows the next, the last decays.
let private cascade (rates: float[]) =
    let n = rates.Length

    Array2D.init n n (fun i j ->
        if j = i then -rates[i]
        elif j = i + 1 then rates[i]
        else 0.0)

let private cascades =
    [
        for what, rateOf in
            [
                "distinct", (fun i -> 100.0 + 7.0 * float i)
                "equal", (fun _ -> 128.0)
                "nearly equal", (fun i -> 128.0 * (1.0 + 1e-9 * float i))
                "far apart", (fun i -> 10.0 ** float (i % 7 - 1))
            ] do
            for n in [ 2; 5; 15 ] ->
                testAlone $"a cascade of {n} {what} rates" (fun () ->
                    let rates = cascade (Array.init n rateOf)

                    let start =
                        [| for i in 0 .. n - 1 -> if i = n - 1 then 1.0 else 0.1 * float (i % 3) |]

                    for dt in [ 1e-4; 1e-2 ] do
                        Expect.isLessThanOrEqual (errorOf dt rates start) 1e-14 $"dt = {dt}")
    ]

/// Of n equal rates the last variable gives the first e^-z z^(n-1)/(n-1)!.
let private longest =
    testAlone "a cascade of 64 equal rates, from one end to the other" (fun () ->
        let n, rate, dt = 64, 128.0, Math.ScaleB(1.0, -9)

        let found =
            step dt (cascade (Array.create n rate)) (Array.init n (fun i -> if i = n - 1 then 1.0 else 0.0))

        let z = ExactReference.ofFloat (rate * dt)
        let mutable expected = (ExactReference.exp (array2D [ [ -z ] ])).[0, 0]

        for k in 1..n do
            Expect.isLessThanOrEqual (ExactReference.ulps expected found[n - k]) 2.0 $"variable {n - k}"
            expected <- ExactReference.multiply expected z / BigInteger k)

let private many gen count =
    Gen.sampleWithSeed (Rnd 20260102UL) 50 count gen

let private tenTo low high =
    Gen.choose (low * 1000, high * 1000) |> Gen.map (fun e -> 10.0 ** (float e / 1000.0))

/// A rate of either sign from 1e-6 to 1e6 per second and a step from 1 us to 1 s.
let private scalars =
    gen {
        let! rate = tenTo -6 6
        let! sign = Gen.elements [ 1.0; -1.0; -1.0 ]
        let! step = tenTo -6 0
        return sign * rate, step
    }

let private blocks =
    gen {
        let! n = Gen.choose (7, 10)
        let! _, make = Gen.elements ExactTransitionTests.kinds
        let! rates = make n

        let! start =
            Gen.arrayOfLength n (Gen.choose (-100, 100) |> Gen.map (fun k -> float k / 8.0))

        let largest = rates |> Seq.cast<float> |> Seq.map abs |> Seq.max
        let! step = tenTo -5 -2
        return min step (60.0 / largest), rates, start
    }

let tests =
    testList
        "Quality of exact integration"
        [
            testCase "the numbers of one rate are within 1 unit in the last place" (fun () ->
                for rate, dt in many scalars (400 * Brian.Tests.Depth.factor) do
                    let exact =
                        ExactReference.multiply (ExactReference.ofFloat rate) (ExactReference.ofFloat dt)

                    let solved =
                        ScalarExponential.relaxation (Double2.OfFloat rate) (Double2.OfFloat dt)

                    let reference (z: BigInteger) =
                        let h = ExactReference.ofFloat dt

                        let e =
                            ExactReference.exp (array2D [ [ z; h ]; [ BigInteger.Zero; BigInteger.Zero ] ])

                        e[0, 0], e[0, 1]

                    let check what expected (actual: float) =
                        let size = abs (ExactReference.toFloat expected)

                        if
                            size > 1e-290 && size < 1e300 && not (ExactReference.ulps expected actual <= 1.0)
                        then
                            failtest
                                $"{what} for rate {rate:R}, dt {dt:R}: {ExactReference.ulps expected actual} ulp"

                    if abs (rate * dt) < 690.0 then
                        let kept, integral = reference exact
                        check "e^(a h)" kept solved.Kept
                        check "1 - e^(a h)" (ExactReference.ofFloat 1.0 - kept) solved.Approach
                        check "its integral" integral solved.Integral

                        if abs (rate * dt) < 340.0 then
                            let _, variance = reference (exact + exact)
                            let square = ExactReference.ofFloat solved.Deviation

                            let relative =
                                ExactReference.divide
                                    (ExactReference.multiply square square - variance)
                                    variance
                                |> ExactReference.toFloat

                            Expect.isLessThanOrEqual
                                (abs relative)
                                4.5e-16
                                $"deviation: rate {rate}, dt {dt}")

            testCase "rates that are 0, infinite or no numbers" (fun () ->
                let numbers rate =
                    let r = ScalarExponential.relaxation (Double2.OfFloat rate) (Double2.OfFloat 0.5)
                    [ r.Kept; r.Approach; r.Integral; r.Deviation ]

                Expect.equal (numbers 0.0) [ 1.0; 0.0; 0.5; sqrt 0.5 ] "0"
                Expect.equal (numbers -infinity) [ 0.0; 1.0; 0.0; 0.0 ] "-infinity"
                Expect.equal (numbers infinity) [ infinity; -infinity; infinity; infinity ] "infinity"
                Expect.isTrue (numbers nan |> List.forall Double.IsNaN) "NaN")

            testList "cascades" (longest :: cascades)

            testCase "blocks of 7 to 10 variables are within 1e-14 of their terms" (fun () ->
                for dt, rates, start in many blocks (24 * Brian.Tests.Depth.factor) do
                    let error = errorOf dt rates start

                    if not (error <= 1e-14) then
                        failtest $"{error} of its terms: dt = {dt:R}, %A{rates}")

            testAlone "short-term plasticity of Tsodyks, Pawelzik and Markram: a singular matrix" (fun () ->
                // x recovered, y active, z inactive; their sum does not change
                let recovery, inactivation = 1.0 / 0.8, 1.0 / 0.003

                let rates =
                    array2D
                        [
                            [ 0.0; 0.0; recovery ]
                            [ 0.0; -inactivation; 0.0 ]
                            [ 0.0; inactivation; -recovery ]
                        ]

                for dt in [ 1e-6; 1e-4; 0.1 ] do
                    let start = [| 0.3; 0.6; 0.1 |]
                    Expect.isLessThanOrEqual (errorOf dt rates start) 1e-15 $"dt = {dt}"
                    allClose 1e-15 "sum" [| 1.0 |] [| Array.sum (step dt rates start) |])

            testAlone "an infinite time constant in coupled equations: nothing moves" (fun () ->
                let cells =
                    NeuronGroup(
                        2,
                        Equations.Parse "dv/dt = (g - v)/tau : 1\ndg/dt = -g/ms : 1\ntau : second",
                        method = Method.Exact
                    )

                cells["tau"].Assign(Quantities.Wrap([| infinity; 1e-3 |], seconds(1.0).Dimension))
                cells["v"].Fill(Quantity 0.3)
                cells["g"].Fill(Quantity 1.0)
                use network = new Network(cells)
                network.Run(seconds 1e-3)
                allClose 1e-14 "v" [| 0.3; 1.3 * exp -1.0 |] (values cells "v"))

            testCase "the derivative at 0 is the matrix" (fun () ->
                for system in ExactTransitionTests.sample 20 do
                    let h = Math.ScaleB(1.0, -60)

                    let exponential, _ =
                        MatrixExponential.transition
                            (system.Rates |> Array2D.map (fun a -> Double2.OfFloat a .* Double2.OfFloat h))
                            []

                    exponential
                    |> Array2D.iteri (fun i j p ->
                        let slope = ((if i = j then p .- Double2.One else p) ./ Double2.OfFloat h).Value

                        let a = system.Rates[i, j]
                        let largest = system.Rates |> Seq.cast<float> |> Seq.map abs |> Seq.max
                        // the second order term: h/2 times A squared
                        let tolerance = 1e-12 * abs a + h * largest * largest * 10.0

                        if abs (slope - a) > tolerance then
                            failtest $"[{i},{j}]: {slope}, not {a}: {system}"))

            testCase "without balancing a badly scaled matrix would lose its digits" (fun () ->
                let scale = Math.ScaleB(1.0, 60)
                let rates = array2D [ [ -1.0; scale ]; [ 1.0 / scale; -2.0 ] ]
                let expected = ExactReference.exp (ReferenceStep.times 1.0 rates)

                let found, _ = MatrixExponential.transition (Array2D.map Double2.OfFloat rates) []

                for i in 0..1 do
                    for j in 0..1 do
                        let error = ExactReference.ulps expected[i, j] found[i, j].Value
                        Expect.isLessThanOrEqual error 1.0 $"[{i}, {j}]")

            testAlone "growth ends in infinity, decay in 0, and neither in NaN" (fun () ->
                let cells =
                    NeuronGroup(
                        1,
                        Equations.Parse
                            "da/dt = a/ms : 1\ndb/dt = -b/ms : 1\nds/dt = d/ms : 1\ndd/dt = s/ms : 1",
                        method = Method.Exact
                    )

                for name in [ "a"; "b"; "s"; "d" ] do
                    cells[name].Fill(Quantity 1.0)

                Session.Current.DefaultDt <- 1e-2
                use network = new Network(cells)
                network.Run(seconds 2.0, guard = false)
                Expect.equal (valueOf cells "a") infinity "growth"
                Expect.equal (valueOf cells "b") 0.0 "decay"
                Expect.equal (valueOf cells "s") infinity "coupled growth")

            testAlone "a million steps of a driven leak and of a cascade drift by less than 1e-10" (fun () ->
                let cells =
                    NeuronGroup(
                        1,
                        Equations.Parse
                            "dv/dt = (2 - v)/(100*second) : 1\ndx/dt = (y - x)/(90*second) : 1\ndy/dt = -y/(80*second) : 1",
                        method = Method.Exact
                    )

                cells["y"].Fill(Quantity 1.0)
                use network = new Network(cells)
                network.Run(seconds 100.0)
                let rates = array2D [ [ -1.0 / 90.0; 1.0 / 90.0 ]; [ 0.0; -1.0 / 80.0 ] ]
                let exact = ExactReference.exp (ReferenceStep.times 100.0 rates)

                allClose
                    1e-10
                    "v, x, y"
                    [|
                        2.0 * (1.0 - exp -1.0)
                        ExactReference.toFloat exact[0, 1]
                        ExactReference.toFloat exact[1, 1]
                    |]
                    [| valueOf cells "v"; valueOf cells "x"; valueOf cells "y" |])
        ]
