namespace Brian

open System
open System.Globalization
open System.Runtime.CompilerServices

/// Which prefixes may stand before a unit's name and symbol.
type internal Prefixes =
    | Unprefixed
    /// quecto to quetta in steps of a thousand.
    | Thousands
    /// And centi, deci, deca, hecto.
    | Every

/// One unit before prefixes: `volt`, symbol `V`, exponents of metre, kilogram, second, ampere, kelvin, mole, candela.
/// One of it is 10**Exponent10 of the coherent SI unit. `Shown` units are used to print quantities.
type internal UnitRow =
    {
        Names: string[]
        Symbol: string
        Exponents: int[]
        Exponent10: int
        Prefixes: Prefixes
        Shown: bool
    }

/// The units as data; everything else about units reads these rows.
module internal UnitRows =
    /// Symbol and power of ten of every SI prefix (the 27th CGPM added ronna, ronto, quetta, quecto in 2022).
    let prefixes: struct (string * int)[] =
        [|
            struct ("q", -30)
            struct ("r", -27)
            struct ("y", -24)
            struct ("z", -21)
            struct ("a", -18)
            struct ("f", -15)
            struct ("p", -12)
            struct ("n", -9)
            struct ("u", -6)
            struct ("m", -3)
            struct ("c", -2)
            struct ("d", -1)
            struct ("da", 1)
            struct ("h", 2)
            struct ("k", 3)
            struct ("M", 6)
            struct ("G", 9)
            struct ("T", 12)
            struct ("P", 15)
            struct ("E", 18)
            struct ("Z", 21)
            struct ("Y", 24)
            struct ("R", 27)
            struct ("Q", 30)
        |]

    /// May this prefix stand before a unit of this kind?
    let allows kind exponent10 =
        match kind with
        | Unprefixed -> false
        | Thousands -> exponent10 % 3 = 0
        | Every -> true

    // Not inlined, and the exponents are text: the whole table is compiled at run time when it is first needed, and
    // short code is compiled sooner.
    [<MethodImpl(MethodImplOptions.NoInlining)>]
    let private unit (names: string) symbol (exponents: string) exponent10 prefixes =
        let row =
            {
                Names = names.Split ' '
                Symbol = symbol
                Exponents = Array.zeroCreate<int> 7
                Exponent10 = exponent10
                Prefixes = prefixes
                Shown = true
            }

        let mutable i = 0

        for part in exponents.Split([| ' ' |], StringSplitOptions.RemoveEmptyEntries) do
            row.Exponents[i] <- Int32.Parse(part, CultureInfo.InvariantCulture)
            i <- i + 1

        row

    [<MethodImpl(MethodImplOptions.NoInlining)>]
    let private readOnly row = { row with Shown = false }

    // The order matters twice: it is the preference when two names of a dimension are equally short, and
    // of two units with the same scale the first one is shown.
    let all: UnitRow[] =
        [|
            //            names               symbol m kg  s  A  K mol cd
            unit "metre meter" "m" "               1  0  0  0  0  0  0" 0 Every
            unit "kilogram kilogramme" "kg" "      0  1  0  0  0  0  0" 0 Unprefixed |> readOnly
            unit "second" "s" "                    0  0  1  0  0  0  0" 0 Thousands
            unit "amp ampere" "A" "                0  0  0  1  0  0  0" 0 Thousands
            unit "kelvin" "K" "                    0  0  0  0  1  0  0" 0 Thousands
            unit "mole mol" "mol" "                0  0  0  0  0  1  0" 0 Thousands
            unit "candle candela" "cd" "           0  0  0  0  0  0  1" 0 Thousands
            unit "volt" "V" "                      2  1 -3 -1  0  0  0" 0 Thousands
            unit "ohm" "ohm" "                     2  1 -3 -2  0  0  0" 0 Thousands
            unit "siemens" "S" "                  -2 -1  3  2  0  0  0" 0 Thousands
            unit "farad" "F" "                    -2 -1  4  2  0  0  0" 0 Thousands
            unit "coulomb" "C" "                   0  0  1  1  0  0  0" 0 Thousands
            unit "hertz" "Hz" "                    0  0 -1  0  0  0  0" 0 Thousands
            unit "watt" "W" "                      2  1 -3  0  0  0  0" 0 Thousands
            unit "joule" "J" "                     2  1 -2  0  0  0  0" 0 Thousands
            unit "newton" "N" "                    1  1 -2  0  0  0  0" 0 Thousands
            unit "pascal" "Pa" "                  -1  1 -2  0  0  0  0" 0 Thousands
            unit "weber" "Wb" "                    2  1 -2 -1  0  0  0" 0 Thousands
            unit "tesla" "T" "                     0  1 -2 -1  0  0  0" 0 Thousands
            unit "henry" "H" "                     2  1 -2 -2  0  0  0" 0 Thousands
            unit "molar" "M" "                    -3  0  0  0  0  1  0" 3 Thousands
            unit "gram gramme" "g" "               0  1  0  0  0  0  0" -3 Thousands
            unit "litre liter" "l" "               3  0  0  0  0  0  0" -3 Every
            // Read, but never chosen for printing: another row of the same dimension says it more plainly.
            unit "becquerel" "Bq" "                0  0 -1  0  0  0  0" 0 Thousands |> readOnly
            unit "gray" "Gy" "                     2  0 -2  0  0  0  0" 0 Thousands |> readOnly
            unit "sievert" "Sv" "                  2  0 -2  0  0  0  0" 0 Thousands |> readOnly
            unit "katal" "kat" "                   0  0 -1  0  0  1  0" 0 Thousands |> readOnly
            unit "lux" "lx" "                     -2  0  0  0  0  0  1" 0 Thousands |> readOnly
            unit "lumen" "lm" "                    0  0  0  0  0  0  1" 0 Thousands |> readOnly
            unit "radian" "rad" "                  0  0  0  0  0  0  0" 0 Thousands |> readOnly
            unit "steradian" "sr" "                0  0  0  0  0  0  0" 0 Thousands |> readOnly
        |]

    /// Symbols that are names too, in equations and scripts. No one-letter names: they are what models call variables.
    let shortNames =
        ("mV uV mA uA nA pA pF nF uF pS nS uS mS ns us ms Hz kHz MHz nm um mm cm um2 mm2 cm2 um3 mm3 cm3 nM uM mM")
            .Split
            ' '

    /// Compound units of the field that are printed as such; a prefix goes to the front: `10 uA/cm^2`, `20 kohm cm^2`.
    /// Every other compound is printed as a product of base units: `5 m^-1 s^-1`.
    let compounds =
        [|
            "V/s" // slope of a membrane potential
            "V/s^0.5" // strength of white noise in a membrane equation
            "V/m" // electric field
            "A/s"
            "A/s^0.5"
            "A/cm^2" // current density
            "S/cm^2" // conductance density
            "F/cm^2" // specific capacitance
            "ohm cm" // axial resistivity
            "ohm cm^2" // specific membrane resistance
            "S/m"
            "F/m"
            "H/m"
            "M/s" // change of a concentration
            "m/s" // conduction velocity
            "C/mol"
            "J/K"
            "J/mol/K"
            "g/mol"
        |]
