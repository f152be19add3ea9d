module Brian.Tests.Units.QuantitiesTests

open System
open Brian
open Brian.Tests
open Brian.Units
open Expecto
open Brian.Tests.Units.Generators

let private millivolts (xs: float list) = Array.ofList xs * mV

let private isRefused (calculate: unit -> 'a) =
    try
        calculate () |> ignore
        false
    with :? DimensionMismatchException ->
        true

let private prints: (string * (unit -> string) * string) list =
    let v = [| 1.0; 2.0; 4.0 |] * mV

    let show name (calculate: unit -> 'a) expected =
        name, (fun () -> string (calculate ())), expected

    [
        show "v + v" (fun () -> v + v) "[2 4 8] mV"
        show "v + 1 mV" (fun () -> v + 1 * mV) "[2 3 5] mV"
        show "1 mV - v" (fun () -> 1 * mV - v) "[0 -1 -3] mV"
        show "v - 0" (fun () -> v - 0) "[1 2 4] mV"
        show "0 - v" (fun () -> 0 - v) "[-1 -2 -4] mV"
        show "2*v" (fun () -> 2 * v) "[2 4 8] mV"
        show "v*2.0" (fun () -> v * 2.0) "[2 4 8] mV"
        show "v*nA" (fun () -> v * nA) "[1 2 4] pW"
        show "v*v" (fun () -> v * v) "[1 4 16] mV^2"
        show "v/mV" (fun () -> v / mV) "[1 2 4]"
        show "v/v" (fun () -> v / v) "[1 1 1]"
        show "1/v" (fun () -> 4 * nA / v) "[4 2 1] uS"
        show "v % 3 mV" (fun () -> v % (3 * mV)) "[1 2 1] mV"
        show "-v" (fun () -> -v) "[-1 -2 -4] mV"
        show "v**2" (fun () -> v ** 2) "[1 4 16] mV^2"
        show "sqrt(v*v)" (fun () -> sqrt (v * v)) "[1 2 4] mV"
        show "abs" (fun () -> abs -v) "[1 2 4] mV"
        show "exp" (fun () -> exp (v / mV - 1)) "[1 2.7182818 20.085537]"
        show "sum" (fun () -> v.Sum()) "7 mV"
        show "mean, which loses its unit in the Python original" (fun () -> v.Mean()) "2.3333333 mV"
        show "standard deviation" (fun () -> v.Std()) "1.2472191 mV"
        show "variance" (fun () -> v.Variance()) "1.5555556 mV^2"
        show "minimum" (fun () -> v.Min()) "1 mV"
        show "maximum" (fun () -> v.Max()) "4 mV"
        show "median" (fun () -> v.Median()) "2 mV"
        show "percentile, which loses its unit in the Python original" (fun () -> v.Percentile 75.0) "3 mV"
        show "dot" (fun () -> Quantities.Dot(v, v)) "21 mV^2"
        show "cumulative sum" (fun () -> v.CumulativeSum()) "[1 3 7] mV"
        show "difference" (fun () -> v.Diff()) "[1 2] mV"
        show "clip" (fun () -> v.Clip(2 * mV, 3 * mV)) "[2 2 3] mV"
        show "clip from 0" (fun () -> (v - 2 * mV).Clip(0, infinity)) "[0 0 2] mV"
        show
            "concatenate, which loses its unit in the Python original"
            (fun () -> Quantities.Concatenate(v, v))
            "[1 2 4 1 2 4] mV"
        show
            "interpolate, which loses its unit in the Python original"
            (fun () -> Quantities.Interpolate([| 0.0; 1.5; 9.0 |] * second, [| 1.0; 2.0; 3.0 |] * second, v))
            "[1 1.5 4] mV"
        show "linspace" (fun () -> Quantities.Linspace(0, 1 * mV, 5)) "[0 0.25 0.5 0.75 1] mV"
        show "arange" (fun () -> Quantities.Arange(0, 1 * ms, 0.25 * ms)) "[0 0.25 0.5 0.75] ms"
        show
            "arange with a step that is no binary fraction"
            (fun () -> Quantities.Arange(0, 1 * ms, 0.1 * ms).Length)
            "10"
        show "slice" (fun () -> v[1..]) "[2 4] mV"
        show "slice from the start" (fun () -> v[..1]) "[1 2] mV"
        show "C#'s slice" (fun () -> v.Slice(1, 1)) "[2] mV"
        show "element" (fun () -> v[2]) "4 mV"
        show "elements by mask" (fun () -> v[v.GreaterThan(1.5 * mV)]) "[2 4] mV"
        show "elements by index" (fun () -> v[[| 2; 0 |]]) "[4 1] mV"
        show "of quantities" (fun () -> Quantities.Of(1 * mV, 2000 * uV)) "[1 2] mV"
        show
            "of a sequence"
            (fun () ->
                Quantities(
                    seq {
                        1 * mV
                        2 * mV
                    }
                ))
            "[1 2] mV"
        show "of none" (fun () -> Quantities.Of()) "[]"
        show "from SI values" (fun () -> Quantities.FromSI(ReadOnlySpan [| 0.001 |], volt.Dimension)) "[1] mV"
    ]

let private refusals: (string * (unit -> unit)) list =
    let v = [| 1.0; 2.0; 4.0 |] * mV
    let t = [| 1.0; 2.0; 4.0 |] * ms

    let refuse name (calculate: unit -> 'a) =
        name, (fun () -> calculate () |> ignore)

    [
        refuse "v + t" (fun () -> v + t)
        refuse "v - t" (fun () -> v - t)
        refuse "v + 1" (fun () -> v + 1)
        refuse "v + [0 0 0], which has no unit" (fun () -> v + [| 0.0; 0.0; 0.0 |] * Quantity.One)
        refuse "v + 0 ms" (fun () -> v + 0 * ms)
        refuse "v % 1" (fun () -> v % Quantity 1.0)
        refuse "v > 1 ms" (fun () -> v.GreaterThan(1 * ms))
        refuse "exp v" (fun () -> exp v)
        refuse "floor v" (fun () -> floor v)
        refuse "v.In ms" (fun () -> v.In ms)
        refuse "v.ToArray()" (fun () -> v.ToArray())
        refuse "clip between numbers" (fun () -> v.Clip(0, 3))
        refuse "concatenate" (fun () -> Quantities.Concatenate(v, t))
        refuse "a mixed sequence" (fun () -> Quantities.Of(1 * mV, 2 * ms))
        refuse "a sequence with a plain 0" (fun () -> Quantities.Of(1 * mV, 0))
        refuse "interpolate on another axis" (fun () -> Quantities.Interpolate(v, t, v))
        refuse "linspace" (fun () -> Quantities.Linspace(1 * ms, 1 * mV, 3))
        refuse "format with a unit that does not fit" (fun () -> v.ToString "ms")
    ]

let tests =
    testList
        "arrays of quantities"
        [
            testList
                "keep their unit"
                [
                    for name, calculate, expected in prints ->
                        test name { Expect.equal (calculate ()) expected "" }
                ]

            testList
                "refuse what does not fit"
                [
                    for name, calculate in refusals ->
                        test name { Expect.isTrue (isRefused calculate) "was accepted" }
                ]

            test "a refusal shows both sides in the order they were written, and long arrays by their ends" {
                let v = Array.init 11 float * mV

                let message (calculate: unit -> 'a) =
                    try
                        calculate () |> ignore
                        "was accepted"
                    with :? DimensionMismatchException as e ->
                        e.Message.Substring(0, e.Message.IndexOf ':')

                let shown = "[0 1 2 ... 8 9 10] mV (11 values)"
                Expect.equal (message (fun () -> v - 1 * ms)) $"Cannot calculate {shown} - 1 ms" "array first"
                Expect.equal (message (fun () -> 1 * ms - v)) $"Cannot calculate 1 ms - {shown}" "array last"
                Expect.equal (message (fun () -> 1.0 + v)) $"Cannot calculate 1 + {shown}" "plain number"

                Expect.equal
                    (message (fun () -> v.GreaterThan(1 * ms)))
                    $"Cannot compare {shown} with 1 ms"
                    "mask"

                Expect.equal (message (fun () -> v.In ms)) $"Cannot express {shown} in ms" "In"

                Expect.equal
                    (message (fun () -> Quantities.Of(1 * mV, 2 * ms)))
                    "Cannot put 1 mV and 2 ms into one array"
                    "sequence"
            }

            property "agree with scalar arithmetic, element by element"
            <| fun (xs: (AnyFloat * AnyFloat)[]) (AnyDimension d) (AnyDimension e) (AnyFloat z) ->
                let a = xs |> Array.map (fun (AnyFloat x, _) -> Quantity(x, d))
                let b = xs |> Array.map (fun (_, AnyFloat y) -> Quantity(y, e))
                let c = xs |> Array.map (fun (_, AnyFloat y) -> Quantity(y, d))
                let q, r = Quantity(z, d), Quantity(z, e)

                let wrap (dimension: Dimension) (qs: Quantity[]) =
                    Quantities(qs |> Array.map _.SIValue, Quantity(1.0, dimension))

                let aa, bb, cc = wrap d a, wrap e b, wrap d c

                let same (qs: Quantities) (expected: Quantity[]) =
                    Array.forall2 (fun (x: Quantity) y -> x.Equals y) (Array.ofSeq qs) expected

                same (aa + cc) (Array.map2 (+) a c)
                && same (aa - cc) (Array.map2 (-) a c)
                && same (aa * bb) (Array.map2 (*) a b)
                && same (aa / bb) (Array.map2 (/) a b)
                && same (aa + q) (a |> Array.map (fun x -> x + q))
                && same (q - aa) (a |> Array.map (fun x -> q - x))
                && same (aa * r) (a |> Array.map (fun x -> x * r))
                && same (r / aa) (a |> Array.map (fun x -> r / x))
                && same (aa % q) (a |> Array.map (fun x -> x % q))
                && same (-aa) (a |> Array.map (~-))

            property "sums and means agree with the exact ones"
            <| fun (xs: TameFloat[]) ->
                let xs = xs |> Array.map (fun (TameFloat x) -> x)
                let exact = xs |> Array.sumBy (fun x -> decimal x)
                let size = xs |> Array.sumBy abs
                let sum = (xs * volt).Sum()
                abs (sum.SIValue - float exact) <= 1e-14 * size + 1e-24 && sum.HasDimensionOf volt

            property "an index, a slice and an enumeration show the same elements"
            <| fun (xs: AnyFloat[]) (AnyDimension d) ->
                let values = xs |> Array.map (fun (AnyFloat x) -> x)
                let qs = Quantities.FromSI(ReadOnlySpan values, d)
                let listed = List.ofSeq qs

                listed.Length = qs.Count
                && listed |> List.indexed |> List.forall (fun (i, q) -> q.Equals qs[i] && q.Dimension = d)
                && (qs.Length = 0 || qs[1..].Equals(qs.Slice(1, qs.Length - 1)))

            test "masks follow the comparison, and NaN is in none" {
                let v = millivolts [ 1.0; 2.0; nan; 3.0 ]
                Expect.equal (v.GreaterThan(2 * mV)) [| false; false; false; true |] ">"
                Expect.equal (v.AtLeast(2 * mV)) [| false; true; false; true |] ">="
                Expect.equal (v.LessThan(2 * mV)) [| true; false; false; false |] "<"
                Expect.equal (v.AtMost(2 * mV)) [| true; true; false; false |] "<="
                Expect.equal (v.GreaterThan 0) [| true; true; false; true |] "> 0"
                Expect.equal (v.LessThan infinity) [| true; true; false; true |] "< inf"
            }

            test "plain numbers come out only without a unit or in a named one" {
                let t = [| 1.0; 2.0 |] * ms
                Expect.equal (t.In us) [| 1000.0; 2000.0 |] "In"
                Expect.equal ((t / ms).ToArray()) [| 1.0; 2.0 |] "ToArray"
                Expect.equal (Quantities.op_Explicit (t / ms)) [| 1.0; 2.0 |] "explicit conversion"
            }

            test "what is given is copied, so nothing changes afterwards" {
                let numbers = [| 1.0; 2.0 |]
                let v = numbers * volt
                let si = Quantities.FromSI(ReadOnlySpan numbers, volt.Dimension)
                let taken = (v / volt).ToArray()
                numbers[0] <- 9.0
                taken[1] <- 9.0
                Expect.equal (string v) "[1 2] V" ""
                Expect.equal (string si) "[1 2] V" ""
            }

            test "arrays of different lengths and wrong masks are refused" {
                let v = millivolts [ 1.0; 2.0 ]
                Sessions.raises<ArgumentException> (fun () -> v + millivolts [ 1.0 ] |> ignore) "lengths"
                Sessions.raises<ArgumentException> (fun () -> v[[| true |]] |> ignore) "mask"
                Sessions.raises<ArgumentException> (fun () -> v.Percentile 101.0 |> ignore) "percentile"

                Sessions.raises<InvalidOperationException>
                    (fun () -> Quantities.Of().Mean() |> ignore)
                    "mean of none"

                Sessions.raises<ArgumentException>
                    (fun () -> Quantities.Interpolate(v, v[[| 1; 0 |]], v) |> ignore)
                    "axis"

                Sessions.raises<ArgumentException>
                    (fun () -> Quantities.Arange(0, 1 * ms, 0 * ms) |> ignore)
                    "no step"

                Sessions.raises<ArgumentException>
                    (fun () -> Quantities.Linspace(0, 1 * ms, 0) |> ignore)
                    "no points"
            }

            test "equal arrays are equal and hash alike" {
                Expect.equal ([| 1000.0; nan |] * mV) ([| 1000.0; nan |] * mV) ""
                Expect.equal (hash ([| 1.0 |] * volt)) (hash ([| 1.0 |] * volt)) ""
                Expect.notEqual ([| 1.0 |] * volt) ([| 1.0 |] * amp) ""
            }

            test "array arithmetic allocates the result and nothing per element" {
                let v = Quantities.Linspace(0, 1 * volt, 1000)
                let mutable result = v

                let work () =
                    result <- v + v
                    result <- result * (2 * nA)
                    result <- abs result
                    result <- result / v

                work ()
                let before = GC.GetAllocatedBytesForCurrentThread()
                work ()
                let bytes = GC.GetAllocatedBytesForCurrentThread() - before
                Expect.isLessThan bytes (4L * (8000L + 100L)) "four arrays of a thousand floats"
            }
        ]
