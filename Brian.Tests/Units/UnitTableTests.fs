module Brian.Tests.Units.UnitTableTests

open System.Reflection
open Brian
open Expecto

let private unitMembers =
    [
        for p in typeof<Units>.GetProperties(BindingFlags.Public ||| BindingFlags.Static) ->
            p.Name, p.GetValue null :?> Quantity
    ]

let private starNames =
    let prefixed =
        [ "p"; "n"; "u"; "m"; ""; "k"; "M"; "G"; "T" ]
        |> List.collect (fun prefix ->
            [
                for name in
                    ("metre meter second amp ampere mole mol gram gramme coulomb farad hertz joule liter litre "
                     + "molar ohm pascal siemens volt watt")
                        .Split
                        ' ' -> prefix + name
            ])

    let plain =
        "kilogram kilogramme kelvin candle cmetre cmeter newton weber tesla henry".Split ' '

    let short =
        ("mV mA uA nA pA pF uF nF nS uS mS ms us Hz kHz MHz cm cm2 cm3 mm mm2 mm3 um um2 um3 mM uM nM").Split
            ' '

    [ yield! prefixed; yield! plain; yield! short ]

let private equationNames =
    [
        "yvolt"
        "zvolt"
        "avolt"
        "fvolt"
        "Pvolt"
        "Evolt"
        "Zvolt"
        "Yvolt"
        "qvolt"
        "Qvolt"
        "rvolt"
        "Rvolt"
        "newton"
        "weber"
        "tesla"
        "henry"
        "lux"
        "lumen"
        "radian"
        "steradian"
        "becquerel"
        "gray"
        "sievert"
        "katal"
        "mnewton"
        "flux"
        "umetre2"
        "cmetre3"
        "mvolt2"
        "um2"
        "mm3"
        "clitre"
        "dliter"
        "dalitre"
        "hlitre"
        "candela"
        "kgram"
        "Mohm"
        "Ghertz"
    ]

let private scale name =
    match UnitTable.tryFind name with
    | ValueSome unit -> unit.Scale
    | ValueNone -> nan

let tests =
    testList
        "unit names"
        [
            test "the Units class has every name of Brian's star import" {
                let known = unitMembers |> List.map fst |> Set.ofList
                Expect.isEmpty (starNames |> List.filter (known.Contains >> not)) "missing"
            }

            test "every member of Units is the same unit in equations" {
                for name, quantity in unitMembers do
                    match UnitTable.tryFind name with
                    | ValueSome unit -> Expect.equal (Quantity(unit.Scale, unit.Dimension)) quantity name
                    | ValueNone -> failtest $"{name} is unknown to equations"
            }

            test "no member of Units has a one-letter name" {
                Expect.isEmpty (unitMembers |> List.filter (fun (name, _) -> name.Length < 2)) ""
            }

            test "equations know the rare units, prefixes and powers too" {
                for name in equationNames do
                    Expect.isTrue (UnitTable.tryFind name).IsSome name
            }

            test "equations know all units of SI, litre and molar, with all prefixes of SI" {
                let units =
                    ("metre meter second amp ampere mole mol gram gramme candle candela coulomb farad hertz joule "
                     + "siemens volt watt ohm newton weber tesla henry pascal lux lumen radian steradian becquerel "
                     + "gray sievert katal litre liter molar")
                        .Split
                        ' '

                let prefixes = "q r y z a f p n u m k M G T P E Z Y R Q".Split ' '

                for unit in units do
                    for prefix in "" :: List.ofArray prefixes do
                        Expect.isTrue (UnitTable.tryFind (prefix + unit)).IsSome (prefix + unit)

                for name in
                    [ "kilogram"; "kilogramme"; "kelvin"; "cmetre"; "dlitre"; "clitre"; "dalitre"; "hlitre" ] do
                    Expect.isTrue (UnitTable.tryFind name).IsSome name
            }

            test "other words are no units" {
                for name in
                    [
                        ""
                        "V"
                        "A"
                        "s"
                        "v"
                        "tau"
                        "volts"
                        "mmvolt"
                        "kkilogram"
                        "cvolt"
                        "2"
                        "m2"
                        "mv"
                        "volt4"
                    ] do
                    Expect.isTrue (UnitTable.tryFind name).IsNone name
            }

            testList
                "scale of a unit"
                [
                    for name, expected in
                        [
                            "volt", 1.0
                            "mV", 1e-3
                            "um2", 1e-12
                            "umetre3", 1e-18
                            "cm3", 1e-6
                            "gram", 1e-3
                            "kgram", 1.0
                            "litre", 1e-3
                            "mlitre", 1e-6
                            "molar", 1e3
                            "mM", 1.0
                            "Mohm", 1e6
                            "qvolt", 1e-30
                            "Qvolt", 1e30
                            "msecond2", 1e-6
                        ] -> test name { Expect.equal (scale name) expected "" }
                ]

            test "a base unit is one with scale 1" {
                let isBase name = (UnitTable.tryFind name).Value.IsBase

                for name in
                    [ "volt"; "amp"; "second"; "kilogram"; "kgram"; "mmolar"; "mM"; "klitre"; "Hz"; "metre2" ] do
                    Expect.isTrue (isBase name) name

                for name in [ "mV"; "gram"; "molar"; "litre"; "um2"; "kHz" ] do
                    Expect.isFalse (isBase name) name
            }

            testList
                "what was meant"
                [
                    for name, expected in
                        [
                            "volts", "volt"
                            "V", "volt"
                            "s", "second"
                            "mv", "mV"
                            "msecs", "msecond"
                            "msec", "msecond"
                            "sec", "second"
                            "msecnd", "msecond"
                            "ampre", "ampere"
                            "secnod", "second"
                            "hz", "Hz"
                            "sieman", "siemens"
                        ] ->
                        test name { Expect.equal (Array.tryHead (UnitTable.suggest name)) (Some expected) "" }
                ]

            test "nothing is offered for a word that resembles no unit" {
                Expect.isEmpty (UnitTable.suggest "refractoriness") ""
            }
        ]
