module Brian.Tests.Units.DimensionTests

open System.Threading.Tasks
open Brian
open Brian.Units
open Expecto
open Brian.Tests.Units.Generators

let private same (a: Dimension) (b: Dimension) = obj.ReferenceEquals(a, b)

/// The text of a dimension as a dimension again; None when it has a scale other than 1.
let private read (text: string) =
    match UnitText.parse text with
    | Ok unit when unit.Exponent10.IsZero -> Some unit.Dimension
    | _ -> None

let private names =
    [
        Quantity.One, "1"
        volt, "volt"
        volt / second, "volt/second"
        1 / second, "1/second"
        1 / (second * second), "1/second**2"
        Hz, "1/second"
        volt / sqrt second, "volt/second**0.5"
        1 / sqrt second, "second**-0.5"
        sqrt volt, "volt**0.5"
        amp / metre ** 2, "amp/metre**2"
        siemens / metre ** 2, "siemens/metre**2"
        farad / metre ** 2, "farad/metre**2"
        ohm * metre, "ohm*metre"
        ohm * metre ** 2, "ohm*metre**2"
        molar, "mmolar"
        molar / second, "mmolar/second"
        litre, "metre**3"
        metre / second, "metre/second"
        metre / second ** 2, "metre/second**2"
        metre ** 2 / second, "metre**2/second"
        volt / metre, "volt/metre"
        volt * second, "weber"
        volt ** 2, "volt**2"
        amp * second, "coulomb"
        joule / mole / kelvin, "joule/kelvin/mole"
        kilogram, "kilogram"
        metre ** -3 / second, "1/metre**3/second"
        second ** (1.0 / 3.0), "second**(1/3)"
    ]

let private symbols =
    [
        Quantity.One, "1"
        volt, "V"
        ohm, "ohm"
        hertz, "Hz"
        sqrt volt, "m kg^0.5 s^-1.5 A^-0.5"
        amp / metre ** 2, "m^-2 A"
        volt / second, "m^2 kg s^-4 A^-1"
        second ** (1.0 / 3.0), "s^(1/3)"
        molar, "m^-3 mol"
    ]

let tests =
    testList
        "dimensions"
        [
            property "are an abelian group"
            <| fun (AnyDimension a, AnyDimension b, AnyDimension c) ->
                same (a * (b * c)) ((a * b) * c)
                && same (a * b) (b * a)
                && same (a * Dimension.None) a
                && same (a * a.Inverse()) Dimension.None
                && same (a / b) (a * b.Inverse())

            property "obey the laws of powers"
            <| fun (AnyDimension a, AnyDimension b, SmallRational p, SmallRational q) ->
                same ((a * b).Power p) (a.Power p * b.Power p)
                && same (a.Power(p + q)) (a.Power p * a.Power q)
                && same ((a.Power p).Power q) (a.Power(p * q))
                && (p.IsZero || same ((a.Power p).Power(Rational.One / p)) a)
                && same ((a.Root 3).Power(Rational 3)) a

            property "are equal when their exponents are, and then they are one object"
            <| fun (AnyDimension a, AnyDimension b) ->
                let again = Dimension.FromExponents(Array.ofSeq a.Exponents)

                same again a
                && (a = b) = Seq.forall2 (=) a.Exponents b.Exponents
                && (a <> b || hash a = hash b)

            property "stay exact at the largest exponents, or raise RationalOverflowException"
            <| fun (AnyRational p, AnyRational q) ->
                let dimension (r: Rational) =
                    Dimension.FromExponents(Array.init 7 (fun _ -> r))

                let sum =
                    try
                        Some(p + q)
                    with :? RationalOverflowException ->
                        None

                try
                    Some(dimension p * dimension q) = Option.map dimension sum
                with :? RationalOverflowException ->
                    sum.IsNone

            test "are interned once, from however many threads" {
                let make () =
                    Dimension.FromExponents [| for n in 1..7 -> Rational(n, 1009) |]

                let made = Array.init 64 (fun _ -> Task.Run make)
                let all = Task.WhenAll(made).Result
                Expect.isTrue (all |> Array.forall (same all[0])) "one object"
            }

            test "a remembered product stays right when many have been made" {
                let others =
                    [| for n in 1..200 -> Dimension.FromExponents [| for m in 1..7 -> Rational(n, m) |] |]

                let expected = others |> Array.map (fun d -> [ for r in d.Exponents -> r ])

                for _ in 1..2 do
                    others
                    |> Array.iteri (fun i d ->
                        let product = volt.Dimension * d

                        let exponents = Seq.map2 (+) volt.Dimension.Exponents expected[i] |> List.ofSeq
                        Expect.equal (List.ofSeq product.Exponents) exponents "")
            }

            test "seven exponents are needed" {
                Expect.throwsT<System.ArgumentException>
                    (fun () -> Dimension.FromExponents(Rational.One) |> ignore)
                    "one exponent"
            }

            testList
                "have the shortest well-known name, as equations write it"
                [
                    for i, (q, name) in List.indexed names ->
                        test $"{i}: {name}" { Expect.equal q.Dimension.Name name "" }
                ]

            testList
                "have symbols"
                [ for q, symbol in symbols -> test symbol { Expect.equal q.Dimension.Symbol symbol "" } ]

            property "are read back from their names and from their symbols"
            <| fun (AnyDimension d) -> read d.Name = Some d && read d.Symbol = Some d

            test "have a name however extreme the exponents" {
                let d =
                    Dimension.FromExponents [| for _ in 1..7 -> Rational(System.Int32.MaxValue, 3) |]

                Expect.equal (read d.Name) (Some d) ""
            }
        ]
