namespace Brian

open System
open System.Collections.Generic
open System.Globalization

/// From seven exponents to text: the symbols `m kg^0.5 s^-1.5 A^-0.5` and the name `volt/second**0.5`.
module internal DimensionNames =
    let private baseSymbols = [| "m"; "kg"; "s"; "A"; "K"; "mol"; "cd" |]

    let private baseNames =
        [| "metre"; "kilogram"; "second"; "amp"; "kelvin"; "mole"; "candle" |]

    /// `2`, `-1.5`, `(1/3)`: a decimal where it is exact and short, else a fraction in brackets.
    let exponentText (r: Rational) =
        if 1000 % r.Denominator = 0 then
            (decimal r.Numerator / decimal r.Denominator).ToString("0.###", CultureInfo.InvariantCulture)
        else
            "(" + r.ToString() + ")"

    /// Has the row's unit, to this power, exactly these exponents? (Its scale is not asked for.)
    let isPowerOf (exponents: Rational[]) (power: int) (row: UnitRow) =
        let mutable same = true

        for i in 0..6 do
            same <- same && exponents[i].Equals(Rational(row.Exponents[i] * power))

        same

    let private isNone (exponents: Rational[]) =
        let mutable none = true

        for r in exponents do
            none <- none && r.IsZero

        none

    let private times (exponents: Rational[]) (p: Rational) (unit: Rational[]) =
        let result = Array.zeroCreate<Rational> 7

        for i in 0..6 do
            result[i] <- exponents[i] + unit[i] * p

        result

    let symbol (exponents: Rational[]) =
        let mutable text: string | null = null

        for row in UnitRows.all do
            if isNull text && row.Shown && row.Exponent10 = 0 && isPowerOf exponents 1 row then
                text <- row.Symbol

        match text with
        | null when isNone exponents -> "1"
        | null ->
            let factors = List<string>()

            for i in 0..6 do
                if exponents[i].Equals Rational.One then
                    factors.Add baseSymbols[i]
                elif not exponents[i].IsZero then
                    factors.Add(baseSymbols[i] + "^" + exponentText exponents[i])

            String.Join(' ', factors)
        | symbol -> symbol

    /// A unit that dimensions are named with: a base unit, or the coherent form of a compound one.
    [<Sealed>]
    type private NamingUnit(name: string, exponents: Rational[]) =
        member _.Name = name
        member _.Exponents = exponents

    let private isCompound (row: UnitRow) =
        let mutable dimensions = 0

        for n in row.Exponents do
            if n <> 0 then
                dimensions <- dimensions + 1

        // hertz, litre, gram: a power of one base unit says it more plainly.
        dimensions > 1

    /// `mmolar` is coherent (1 mol/m^3), molar is not.
    let private coherentName (row: UnitRow) =
        let mutable name: string | null = if row.Exponent10 = 0 then row.Names[0] else null

        for struct (prefix, e) in UnitRows.prefixes do
            if isNull name && e = -row.Exponent10 then
                name <- prefix + row.Names[0]

        name

    let private namingUnits =
        lazy
            let units = List<NamingUnit>()

            for i in 0..6 do
                let exponents = Array.zeroCreate<Rational> 7
                exponents[i] <- Rational.One
                units.Add(NamingUnit(baseNames[i], exponents))

            for row in UnitRows.all do
                match coherentName row with
                | null -> ()
                | name when row.Shown && isCompound row ->
                    let exponents = Array.zeroCreate<Rational> 7

                    for i in 0..6 do
                        exponents[i] <- Rational row.Exponents[i]

                    units.Add(NamingUnit(name, exponents))
                | _ -> ()

            units.ToArray()

    /// ohm and siemens: one over it has a name of its own.
    let private hasInverse =
        lazy
            let units = namingUnits.Value
            let result = Array.zeroCreate<bool> units.Length

            for i in 0 .. units.Length - 1 do
                for other in units do
                    result[i] <- result[i] || isNone (times units[i].Exponents Rational.One other.Exponents)

            result

    let private power (name: string) (p: Rational) =
        if p.Equals Rational.One then name else name + "**" + exponentText p

    /// Factors in reading order: `amp/metre**2`, `1/second`, and `second**-0.5` for a lone root in the denominator.
    /// The powers are those of the naming units.
    let private render (powers: Rational[]) =
        let units = namingUnits.Value
        let above = List<string>()
        let below = List<string>()
        let mutable lone = ""

        // Compound units come first: ohm*metre.
        for n in 0 .. powers.Length - 1 do
            let i = (n + 7) % powers.Length

            if powers[i].Numerator > 0 then
                above.Add(power units[i].Name powers[i])
            elif powers[i].Numerator < 0 then
                below.Add("/" + power units[i].Name -powers[i])
                lone <- if powers[i].IsInteger then "" else power units[i].Name powers[i]

        if above.Count = 0 && below.Count = 1 && lone <> "" then lone
        elif above.Count = 0 then "1" + String.Concat below
        else String.Join('*', above) + String.Concat below

    /// Units of magnetism name a magnetic quantity; a voltage per area and time is none.
    let private isMagnetic =
        lazy
            (namingUnits.Value
             |> Array.map (fun unit -> unit.Name = "weber" || unit.Name = "tesla" || unit.Name = "henry"))

    // Fewest factors first, then plain exponents, then the order of the table; siemens rather than 1/ohm.
    let private cost (powers: Rational[]) =
        let mutable total = 0L
        let factors = powers |> Array.sumBy (fun p -> if p.IsZero then 0 else 1)

        for i in 0 .. powers.Length - 1 do
            let p = powers[i]

            if not p.IsZero then
                total <- total + 100L + 6L * int64 i
                total <- total + (if p.Numerator < 0 && hasInverse.Value[i] then 30L else 0L)
                total <- total + (if isMagnetic.Value[i] && factors > 1 then 150L else 0L)
                total <- total + 20L * (abs (int64 p.Numerator) - 1L) + 30L * (int64 p.Denominator - 1L)

        total

    /// p such that exponents = p times the unit's; 0 when there is none.
    let private asPowerOf (unit: Rational[]) (exponents: Rational[]) =
        let mutable lead = 0

        while unit[lead].IsZero do
            lead <- lead + 1

        let p = exponents[lead] / unit[lead]
        if isNone (times exponents -p unit) then p else Rational.Zero

    let private isModest (exponents: Rational[]) =
        let mutable modest = true

        for r in exponents do
            modest <- modest && abs r.Numerator < 1000 && r.Denominator < 1000

        modest

    /// The shortest way to say the dimension with well-known units, in the syntax of equations.
    let name (exponents: Rational[]) =
        let units = namingUnits.Value
        let found = [| Array.zeroCreate<Rational> units.Length |]
        Array.Copy(exponents, found[0], 7)

        let consider (powers: Rational[]) =
            if cost powers < cost found[0] then
                found[0] <- powers

        // A compound unit, or one with a power of a second one, or one with a product of base units.
        let considerWith i (p: Rational) =
            let remaining = times exponents -p units[i].Exponents
            let powers = Array.zeroCreate<Rational> units.Length
            Array.Copy(remaining, powers, 7)
            powers[i] <- p
            consider powers

            for j in 7 .. units.Length - 1 do
                let q = asPowerOf units[j].Exponents remaining

                if i <> j && not q.IsZero then
                    let powers = Array.zeroCreate<Rational> units.Length
                    powers[i] <- p
                    powers[j] <- q
                    consider powers

        // Exponents beyond any physics are not worth a search, whose sums could overflow.
        if isModest exponents && not (isNone exponents) then
            for i in 7 .. units.Length - 1 do
                let exact = asPowerOf units[i].Exponents exponents

                if not exact.IsZero then
                    considerWith i exact

                for n in 1..2 do
                    considerWith i (Rational n)
                    considerWith i (Rational -n)

                considerWith i (Rational(1, 2))
                considerWith i (Rational(-1, 2))

        render found[0]
