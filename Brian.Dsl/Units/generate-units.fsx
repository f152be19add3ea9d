// Writes Units.fs, the unit names of scripts: `dotnet fsi Brian.Dsl/Units/generate-units.fsx`.
// One binding per name, because names that are computed cannot be checked or completed by an editor. A test compares
// every one with UnitTable.

open System.IO

let prefixes =
    [ "p", -12; "n", -9; "u", -6; "m", -3; "k", 3; "M", 6; "G", 9; "T", 12 ]

// Names, exponents of m kg s A K mol cd, power of ten, and whether prefixes are allowed.
let units =
    [
        "metre meter", [ 1 ], 0, true
        "second", [ 0; 0; 1 ], 0, true
        "amp ampere", [ 0; 0; 0; 1 ], 0, true
        "kilogram kilogramme", [ 0; 1 ], 0, false
        "gram gramme", [ 0; 1 ], -3, true
        "kelvin", [ 0; 0; 0; 0; 1 ], 0, false
        "mole mol", [ 0; 0; 0; 0; 0; 1 ], 0, true
        "candle candela", [ 0; 0; 0; 0; 0; 0; 1 ], 0, false
        "volt", [ 2; 1; -3; -1 ], 0, true
        "ohm", [ 2; 1; -3; -2 ], 0, true
        "siemens", [ -2; -1; 3; 2 ], 0, true
        "farad", [ -2; -1; 4; 2 ], 0, true
        "coulomb", [ 0; 0; 1; 1 ], 0, true
        "hertz", [ 0; 0; -1 ], 0, true
        "watt", [ 2; 1; -3 ], 0, true
        "joule", [ 2; 1; -2 ], 0, true
        "newton", [ 1; 1; -2 ], 0, false
        "pascal", [ -1; 1; -2 ], 0, true
        "weber", [ 2; 1; -2; -1 ], 0, false
        "tesla", [ 0; 1; -2; -1 ], 0, false
        "henry", [ 2; 1; -2; -2 ], 0, false
        "molar", [ -3; 0; 0; 0; 0; 1 ], 3, true
        "litre liter", [ 3 ], -3, true
    ]

let shortNames =
    let family (unit: string) (names: string) =
        [ for name in names.Split ' ' -> name, $"{name[0]}{unit}" ]

    [
        yield! family "volt" "uV mV"
        yield! family "amp" "pA nA uA mA"
        yield! family "farad" "pF nF uF"
        yield! family "siemens" "pS nS uS mS"
        yield! family "second" "ns us ms"
        "Hz", "hertz"
        yield! family "hertz" "kHz MHz"
        yield! family "molar" "nM uM mM"
        yield! family "metre" "nm um mm cm"
    ]

let squaresAndCubes = [ "um", -6; "mm", -3; "cm", -2 ]

let scale e = if e = 0 then "1.0" else $"1e{e}"

let text =
    [
        "namespace Brian"
        ""
        "module internal UnitDimension ="

        for (names: string), exponents, _, _ in units do
            let seven = exponents @ List.replicate (7 - exponents.Length) 0
            let arguments = seven |> List.map string |> String.concat ", "
            $"    let {names.Split(' ')[0]} = Dimension.Of({arguments})"

        "    let area = Dimension.Of(2, 0, 0, 0, 0, 0, 0)"
        "    let volume = Dimension.Of(3, 0, 0, 0, 0, 0, 0)"
        ""
        "/// The units of scripts: `open Brian.Units` in F#, `using static Brian.Units;` in C#. A unit is the quantity 1 of it,"
        "/// so `10*ms` is ten milliseconds. The units that only equations know are in UnitTable."
        "/// Written by generate-units.fsx. Static members, not module values: what a script does not name costs it nothing,"
        "/// where three hundred values would be initialised together (18 ms in a cold process, against 3)."
        "[<AbstractClass; Sealed>]"
        "type Units ="

        for (names: string), _, e, prefixed in units do
            let names = names.Split ' '

            for prefix, p in [ "", 0; yield! (if prefixed then prefixes else []) ] do
                for name in names do
                    $"    static member {prefix}{name} = Quantity({scale (e + p)}, UnitDimension.{names[0]})"

            if names[0] = "metre" then
                for name in names do
                    $"    static member c{name} = Quantity(1e-2, UnitDimension.metre)"

        for name, unit in shortNames do
            $"    static member {name} = Units.{unit}"

        for name, e in squaresAndCubes do
            $"    static member {name}2 = Quantity({scale (2 * e)}, UnitDimension.area)"
            $"    static member {name}3 = Quantity({scale (3 * e)}, UnitDimension.volume)"

    ]

File.WriteAllLines(Path.Combine(__SOURCE_DIRECTORY__, "Units.fs"), text)
