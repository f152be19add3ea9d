namespace Brian

open System
open System.Collections.Generic
open System.Globalization

module internal Scale =
    /// The float nearest to 10**n.
    let powerOfTen (n: int) =
        Double.Parse("1e" + n.ToString CultureInfo.InvariantCulture, CultureInfo.InvariantCulture)

    /// What to multiply with to count units of this size, if that is a whole number: 0.002*1e6 is 2000, where 0.002/1e-6
    /// is 2000.0000000000002. NaN when dividing is as good.
    let perUnit (size: float) =
        let count = 1.0 / size
        if Math.Round count = count then count else nan

    let inline count (x: float) (size: float) (perUnit: float) =
        if Double.IsNaN perUnit then x / size else x * perUnit

/// A unit as written: one of it is 10**Exponent10 of the coherent SI unit of its dimension.
[<Sealed>]
type internal NamedUnit(name: string, exponent10: int, dimension: Dimension) =
    /// As it was written: `mvolt`, `mV`, `um2`.
    member _.Name = name
    member _.Dimension = dimension
    member _.Exponent10 = exponent10
    /// The SI value of one of it.
    member _.Scale = Scale.powerOfTen exponent10
    /// Scale 1: such a unit may declare a variable in an equation.
    member _.IsBase = (exponent10 = 0)

/// Units by name and by symbol.
module internal UnitTable =
    let dimensionOf (row: UnitRow) =
        Dimension.FromExponents(Array.map Rational row.Exponents)

    let private byName =
        lazy
            let rows = Dictionary<string, UnitRow> StringComparer.Ordinal

            for row in UnitRows.all do
                for name in row.Names do
                    rows.Add(name, row)

            rows

    let private bySymbol =
        lazy
            let rows = Dictionary<string, UnitRow> StringComparer.Ordinal

            for row in UnitRows.all do
                rows.Add(row.Symbol, row)

            rows

    let private shortNames =
        lazy HashSet<string>(UnitRows.shortNames, StringComparer.Ordinal)

    /// Prefix and unit, resolved by splitting: `mvolt` is m + volt. A whole name wins over a split one.
    let private resolve (rows: Dictionary<string, UnitRow>) (text: string) : struct (UnitRow * int) voption =
        match rows.TryGetValue text with
        | true, row -> ValueSome(struct (row, row.Exponent10))
        | _ ->
            let mutable result = ValueNone

            for struct (prefix, e) in UnitRows.prefixes do
                if result.IsNone && text.StartsWith(prefix, StringComparison.Ordinal) then
                    match rows.TryGetValue(text.Substring prefix.Length) with
                    | true, row when UnitRows.allows row.Prefixes e ->
                        result <- ValueSome(struct (row, row.Exponent10 + e))
                    | _ -> ()

            result

    /// `um2` is `um` and 2; only squares and cubes have such names.
    let private splitPower (text: string) : struct (string * int) =
        match text with
        | "" -> struct (text, 1)
        | _ ->
            match text[text.Length - 1] with
            | '2' -> struct (text.Substring(0, text.Length - 1), 2)
            | '3' -> struct (text.Substring(0, text.Length - 1), 3)
            | _ -> struct (text, 1)

    let private find rows (text: string) =
        let struct (root, power) = splitPower text

        match resolve rows root with
        | ValueSome(struct (row, e)) ->
            ValueSome(NamedUnit(text, e * power, (dimensionOf row).Power(Rational power)))
        | ValueNone -> ValueNone

    /// The unit that equations know by this name: `volt`, `mvolt`, `mV`, `umetre2`, `um2`.
    let tryFind (name: string) : NamedUnit voption =
        if shortNames.Value.Contains name then
            find bySymbol.Value name
        else
            find byName.Value name

    /// The unit with this symbol, as quantities are printed: `V`, `kA`, `um`; equation names are understood as well.
    let tryFindSymbol (symbol: string) : NamedUnit voption =
        match find bySymbol.Value symbol with
        | ValueNone -> tryFind symbol
        | found -> found

    let private commonPrefixes = [| "p"; "n"; "u"; "m"; "k"; "M"; "G" |]

    let private candidates =
        lazy
            [|
                for row in UnitRows.all do
                    for name in row.Names do
                        name

                        if row.Prefixes <> Unprefixed then
                            for prefix in commonPrefixes do
                                prefix + name

                yield! UnitRows.shortNames
            |]

    /// Names to offer for an unknown one, the best first, at most three: `volts` - volt, `msec` - msecond, `V` - volt.
    let suggest (name: string) : string[] =
        match bySymbol.Value.TryGetValue name with
        | true, row -> [| row.Names[0] |]
        | _ ->
            match Spelling.nearest 3 name candidates.Value with
            | [||] when name.EndsWith 's' -> Spelling.nearest 3 (name.TrimEnd 's') candidates.Value
            | found -> found

    /// Symbols that differ in case only, `mw` - mW, MW; else the names.
    let suggestSymbol (symbol: string) : string[] =
        let sameLetters =
            [|
                for row in UnitRows.all do
                    for prefix in [| ""; yield! commonPrefixes |] do
                        if String.Equals(prefix + row.Symbol, symbol, StringComparison.OrdinalIgnoreCase) then
                            prefix + row.Symbol
            |]

        if sameLetters.Length > 0 then sameLetters else suggest symbol
