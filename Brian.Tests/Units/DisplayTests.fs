module Brian.Tests.Units.DisplayTests

open System
open System.Globalization
open Brian
open Brian.Tests
open Brian.Units
open Expecto
open Brian.Tests.Units.Generators

/// What the Python original prints, without the trailing dot, to 8 significant digits, and with the compound units named.
let private scalars =
    [
        20 * volt, "20 V"
        50 * mV, "50 mV"
        0.05 * volt, "50 mV"
        10 * nA * 5 * Mohm, "50 mV"
        1000 * amp, "1 kA"
        1e6 * volt, "1 MV"
        1000 * namp, "1 uA"
        0.1 * ms, "100 us"
        0 * mV, "0 V"
        -0.0 * mV, "0 V"
        -70 * mV, "-70 mV"
        mV / 3, "0.33333333 mV"
        0.1 * mV + 0.2 * mV, "300 uV"
        123456789 * mV, "123.45679 kV"
        2.0 * Math.PI * 100.0 * Hz, "0.62831853 kHz"
        3600 * second, "3.6 ks"
        -10000 * second, "-10 ks"
        1 * cm, "10 mm"
        50 * cm, "0.5 m"
        1 * um ** 2, "1 um^2"
        1 * um2, "1 um^2"
        1 * um3, "1 um^3"
        1 * litre, "1 l"
        1 * mV * ms, "1 uWb"
        3 * mV ** 2, "3 mV^2"
        (3 * mV) ** 2, "9 mV^2"
        (3 * mV) ** 0.5, "0.054772256 m kg^0.5 s^-1.5 A^-0.5"
        1 * nS / cm ** 2, "1 nS/cm^2"
        10 * uA / cm ** 2, "10 uA/cm^2"
        nan * mV, "nan V"
        infinity * mV, "inf V"
        -infinity * mV, "-inf V"
        5 * mV / mV, "5"
        1 * mV / volt, "0.001"
        1 * mM, "1 mM"
        1 * molar, "1 M"
        0 * molar, "0 mM"
        1 * mV / ms, "1 V/s"
        3 * mV / sqrt second, "3 mV/s^0.5"
        120 * mS / cm2, "120 mS/cm^2"
        1 * uF / cm2, "1 uF/cm^2"
        150 * ohm * cm, "150 ohm cm"
        20 * kohm * cm2, "20 kohm cm^2"
        2 * mM / ms, "2 M/s"
        0.5 * metre / second, "0.5 m/s"
        1 * kilogram, "1 kg"
        0 * kilogram, "0 kg"
        1 * gram, "1 g"
        1 / second ** 2, "1 Hz^2"
        1 / sqrt second, "1 s^-0.5"
        1e-5 / metre, "1e-05 m^-1"
        1e300 * volt, "1e+270 QV"
        1 - exp (-100 * ms / (10 * ms)), "0.9999546000702375"
        Quantity 0.9999546000702376, "0.9999546000702376"
        Quantity 0.0, "0"
        Quantity 1e-9, "1e-09"
        2 * metre ** (1.0 / 3.0), "2 m^(1/3)"
    ]

let private arrays =
    [
        [| 1.0; 2.0; 3.0 |] * mV, "[1 2 3] mV"
        [| 1.0; 2000.0 |] * mV, "[1 2000] mV"
        [| 0.0; 0.0 |] * mV, "[0 0] V"
        [| 0.0; 1.0 |] * mV, "[0 1] mV"
        [| 1.0; 1000.0; 1e6 |] * mV, "[0.001 1 1000] V"
        [| 16.0; 32.1; 48.2 |] * ms, "[16 32.1 48.2] ms"
        [| 8.0; 23.0; 38.0 |] * ms, "[8 23 38] ms"
        [| nan; 1.0; infinity |] * mV, "[nan 1 inf] mV"
        [||] * mV, "[] V"
        [| 1.0; 1.0 / 3.0 |] * Quantity.One, "[1 0.33333333]"
    ]

let private formats =
    [
        3.14159 * mV, "F2", "3.14 mV"
        3 * mV, "F0", "3 mV"
        3 * volt, "mV", "3000 mV"
        3 * volt, "F1 mV", "3000.0 mV"
        3 * volt, "mvolt", "3000 mvolt"
        0.1 * amp / metre ** 2, "uA/cm^2", "10 uA/cm^2"
        1234.5678 * volt, "E2", "1.23E+000 kV"
        50 * mV, "R", "50 mV"
        50 * mV, "G", "50 mV"
        Quantity 0.25, "F1", (0.25).ToString("F1", CultureInfo.InvariantCulture)
        nan * mV, "F2", "nan V"
    ]

let private readable =
    [
        "10.5 mV", 10.5 * mV
        " 10.5mV ", 10.5 * mV
        "10.5*mV", 10.5 * mV
        "-1e3 us", -1e3 * us
        "+2 volt/second", 2 * volt / second
        "3 uA/cm^2", 3 * uA / cm2
        "3 m^-2 A", 3 * amp / metre ** 2
        "1/second", 1 / second
        "2 second**-0.5", 2 / sqrt second
        "1 s^(1/3)", second ** (1.0 / 3.0)
        "1 um2", 1 * um2
        "1 \u00b5m", 1 * um
        "1 k\u03a9", 1 * kohm
        "5", Quantity 5.0
        ".5 nS", 0.5 * nS
        "inf V", infinity * volt
        "-inf", Quantity -infinity
        "nan", Quantity nan
        "1 ohm cm", 1 * ohm * cm
        "1 kg", 1 * kilogram
        "1 J/mol/K", 1 * joule / mole / kelvin
    ]

let private unreadable =
    [
        "", "'' is not a quantity: found ''. Expected a number and a unit, for example '10.5 mV'."
        "mV", "'mV' is not a quantity: found 'mV'. Expected a number and a unit, for example '10.5 mV'."
        "10,5 mV",
        "'10,5 mV' is not a quantity: expected a unit but found ',5 mV'. Expected a number and a unit, for example '10.5 mV'."
        "10 mvlt",
        "'10 mvlt' is not a quantity: 'mvlt' is not a unit; did you mean mvolt? Expected a number and a unit, for example '10.5 mV'."
        "10 mw",
        "'10 mw' is not a quantity: 'mw' is not a unit; did you mean mW or MW? Expected a number and a unit, for example '10.5 mV'."
        "10 mV/",
        "'10 mV/' is not a quantity: expected a unit but found ''. Expected a number and a unit, for example '10.5 mV'."
        "10 mV^x",
        "'10 mV^x' is not a quantity: expected an exponent such as 2, -0.5 or (1/3) but found 'x'. Expected a number and a unit, for example '10.5 mV'."
    ]

let private inCulture (name: string) (work: unit -> 'a) =
    let before = CultureInfo.CurrentCulture
    CultureInfo.CurrentCulture <- CultureInfo.GetCultureInfo name

    try
        work ()
    finally
        CultureInfo.CurrentCulture <- before

let private sameBits (a: Quantity) (b: Quantity) =
    a.HasDimensionOf b
    && (a.IsNaN && b.IsNaN
        || BitConverter.DoubleToInt64Bits a.SIValue = BitConverter.DoubleToInt64Bits b.SIValue)

let tests =
    testList
        "display of quantities"
        [
            testList
                "one value"
                [
                    for i, (q, expected) in List.indexed scalars ->
                        test $"{i}: {expected}" { Expect.equal (string q) expected "" }
                ]
            testList
                "arrays"
                [ for qs, expected in arrays -> test expected { Expect.equal (string qs) expected "" } ]

            testList
                "formats keep the unit"
                [
                    for q, format, expected in formats ->
                        test $"{format} of {expected}" { Expect.equal (q.ToString format) expected "" }
                ]

            test "formats work in interpolated strings" {
                Expect.equal $"{3.14159 * mV:F2}" "3.14 mV" ""
                Expect.equal $"{3 * volt:mV}" "3000 mV" ""

                Expect.equal
                    (String.Format("{0:F1} {1:us}", 2 * mV, [| 1.0; 2.0 |] * ms))
                    "2.0 mV [1000 2000] us"
                    ""
            }

            test "a unit that does not fit, or is none, is refused" {
                Expect.throwsT<DimensionMismatchException> (fun () -> (3 * mV).ToString "ms" |> ignore) "ms"
                Sessions.raises<FormatException> (fun () -> (3 * mV).ToString "mvlt" |> ignore) "mvlt"
                Expect.throwsT<DimensionMismatchException> (fun () -> (3 * mV).ToString ms |> ignore) "unit"
                Sessions.raises<ArgumentException> (fun () -> (3 * mV).ToString(2 * mV) |> ignore) "no unit"
            }

            test "a unit can be chosen" {
                Expect.equal ((3 * volt).ToString mV) "3000 mV" ""
                Expect.equal (([| 3.0; 4.0 |] * volt).ToString mV) "[3000 4000] mV" ""
                Expect.equal ((0.00123456 * volt).InBestUnit 3) "1.235 mV" ""
                Expect.equal ((3 * mV).InBestUnit 0) "3 mV" ""
            }

            test "F# Interactive and %A show the same" {
                Expect.equal (sprintf "%A" (20 * volt)) "20 V" "scalar"
                Expect.equal (sprintf "%A" [ 20 * volt; 1 * ms ]) "[20 V; 1 ms]" "list"
                Expect.equal (sprintf "%A" ([| 16.0; 32.1 |] * ms)) "[16 32.1] ms" "array"
                Expect.equal (sprintf "%A" volt.Dimension) "volt" "dimension"
            }

            test "long arrays show both ends and how many there are" {
                let numbers n = Array.init n float * ms

                Expect.equal
                    (string (numbers 1000))
                    "[0 0.001 0.002 ... 0.997 0.998 0.999] s (1000 values)"
                    "1000"

                Expect.equal (string (numbers 101)) "[0 1 2 ... 98 99 100] ms (101 values)" "101"
                Expect.stringEnds (string (numbers 100)) "98 99] ms" "100"
            }

            test "does not depend on the culture" {
                inCulture "de-DE" (fun () ->
                    Expect.equal (string (1.5 * mV)) "1.5 mV" "display"
                    Expect.equal ((1.5 * mV).ToString "F2") "1.50 mV" "format"
                    Expect.equal (String.Format("{0:F2}", 1.5 * mV)) "1.50 mV" "String.Format"
                    Expect.equal (Quantity.Parse "1.5 mV") (1.5 * mV) "parse"
                    Expect.equal (string ([| 1.5; 2.5 |] * second ** 0.5)) "[1.5 2.5] s^0.5" "array"
                    Expect.equal (volt ** 1.5).Dimension.Name "volt**1.5" "name")
            }

            property "does not depend on what was shown or calculated before"
            <| fun (TameFloat x) (AnyDimension d) (AnyDimension e) ->
                let q = Quantity(x, d)
                let before = string q
                let other = q * Quantity(x, e)
                (string other, other.Dimension.Name, string (volt / second)) |> ignore
                string q = before && string (Quantity(x, d)) = before

            property "is in the best unit: no other prefix brings the value nearer to ten"
            <| fun (TameFloat x) ->
                let shown = string (x * volt)
                let unit = shown.Substring(shown.IndexOf ' ' + 1)

                let badness (unit: Quantity) =
                    (log10 (abs (x / unit.SIValue)) - 1.0) ** 2.0

                let chosen = badness (Quantity.Parse("1 " + unit))

                [ pvolt; nvolt; uvolt; mvolt; volt; kvolt; Mvolt; Gvolt; Tvolt ]
                |> List.forall (fun other -> chosen <= badness other + 1e-9)

            property "reading it gives the quantity back to 8 digits"
            <| fun (TameFloat x) (AnyDimension d) ->
                let q = Quantity(x, d)
                let back = Quantity.Parse(string q)
                back.HasDimensionOf q && abs (back.SIValue - x) <= 1e-7 * abs x

            property "R is read back to exactly the same quantity"
            <| fun (AnyFloat x) (AnyDimension d) ->
                let q = Quantity(x, d)
                sameBits q (Quantity.Parse(q.ToString "R"))

            property "R of any one unit of the field is read back exactly"
            <| fun (AnyFloat x) ->
                [ mV; nA; nS; us; um2; um3; mM; gram; litre; uA / cm2; ohm * cm; mV / ms; molar / second ]
                |> List.forall (fun unit ->
                    let q = x * unit
                    sameBits q (Quantity.Parse(q.ToString "R")))

            testList
                "reading"
                [
                    for text, expected in readable ->
                        test text { Expect.equal (Quantity.Parse text) expected "" }
                ]

            testList
                "reading what is no quantity says what was found"
                [
                    for text, message in unreadable ->
                        test (if text = "" then "nothing" else text) {
                            Expect.isFalse (fst (Quantity.TryParse text)) "TryParse"

                            try
                                Quantity.Parse text |> ignore
                                failtest "was read"
                            with :? FormatException as e ->
                                Expect.equal e.Message message ""
                        }
                ]

            test "LaTeX" {
                Expect.equal ((50 * mV).ToLatex()) @"50\,\mathrm{mV}" ""
                Expect.equal ((10 * uA / cm2).ToLatex()) @"10\,\mathrm{\mu A}/\mathrm{cm}^{2}" ""
                Expect.equal ((5 * Mohm).ToLatex()) @"5\,\mathrm{M}\Omega" ""
                Expect.equal ((1e-5 / metre).ToLatex()) @"1 \times 10^{-5}\,\mathrm{m}^{-1}" ""

                Expect.equal
                    (((3 * mV) ** 0.5).ToLatex())
                    @"0.054772256\,\mathrm{m}\,\mathrm{kg}^{0.5}\,\mathrm{s}^{-1.5}\,\mathrm{A}^{-0.5}"
                    ""

                Expect.equal ((-infinity * volt).ToLatex()) @"-\infty\,\mathrm{V}" ""
                Expect.equal ((Quantity 2.0).ToLatex()) "2" ""
            }
        ]
