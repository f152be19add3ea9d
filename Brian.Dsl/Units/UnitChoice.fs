namespace Brian

open System
open System.Collections.Concurrent
open System.Collections.Generic

/// A unit chosen for printing: `mV`, and its power of ten.
[<Struct>]
type internal ShownUnit = { Text: string; Exponent10: int }

/// Units that differ by a prefix only: `V`, `um^2` (where a prefix counts twice, Power is 2), `uA/cm^2`.
[<NoEquality; NoComparison>]
type internal UnitFamily = { Symbol: string; Exponent10: int; Power: int; Prefixed: bool }

/// Which unit a quantity is printed in.
module internal UnitChoice =
    let private family symbol exponent10 power prefixed =
        { Symbol = symbol; Exponent10 = exponent10; Power = power; Prefixed = prefixed }

    let private ofRow (row: UnitRow) power =
        let symbol = if power = 1 then row.Symbol else row.Symbol + "^" + power.ToString()
        family symbol (row.Exponent10 * power) power true

    let private isRow (dimension: Dimension) power (row: UnitRow) =
        row.Shown && DimensionNames.isPowerOf dimension.RawExponents power row

    let private find (dimension: Dimension) : UnitFamily[] =
        let found = List<UnitFamily>()

        // Areas and volumes are powers of metre first, so that um^3 is preferred to the equal femtolitre.
        for power in 2..3 do
            if isRow dimension power UnitRows.all[0] then
                found.Add(ofRow UnitRows.all[0] power)

        for row in UnitRows.all do
            if isRow dimension 1 row then
                found.Add(ofRow row 1)

        if found.Count = 0 then
            for text in UnitRows.compounds do
                let unit = UnitText.get text

                if obj.ReferenceEquals(unit.Dimension, dimension) then
                    found.Add(family text unit.Exponent10.Numerator 1 true)

        // Squares and cubes of what has a name: mV^2. Only of coherent units.
        if found.Count = 0 then
            for power in 2..3 do
                for row in UnitRows.all do
                    if found.Count = 0 && row.Exponent10 = 0 && isRow dimension power row then
                        found.Add(ofRow row power)

        if found.Count = 0 then
            let symbol = if dimension.IsDimensionless then "" else dimension.Symbol
            found.Add(family symbol 0 1 false)

        found.ToArray()

    let private known = ConcurrentDictionary<Dimension, UnitFamily[]>()

    let private families (dimension: Dimension) =
        match known.TryGetValue dimension with
        | true, families -> families
        | _ -> known.GetOrAdd(dimension, find dimension)

    /// The best of all units of the dimension, without centi, deci, deca and hecto: `distance` gives a number for each
    /// power of ten, and the first of the smallest wins.
    let inline private choose (dimension: Dimension) ([<InlineIfLambda>] distance: int -> float) : ShownUnit =
        let families = families dimension
        let mutable best = Double.PositiveInfinity
        let mutable symbol = families[0].Symbol
        let mutable chosenPrefix = ""
        let mutable exponent10 = families[0].Exponent10

        for family in families do
            let d = distance family.Exponent10

            if d < best then
                best <- d
                symbol <- family.Symbol
                chosenPrefix <- ""
                exponent10 <- family.Exponent10

            if family.Prefixed then
                for struct (prefix, e) in UnitRows.prefixes do
                    if e % 3 = 0 then
                        let d = distance (family.Exponent10 + e * family.Power)

                        if d < best then
                            best <- d
                            symbol <- family.Symbol
                            chosenPrefix <- prefix
                            exponent10 <- family.Exponent10 + e * family.Power

        { Text = chosenPrefix + symbol; Exponent10 = exponent10 }

    /// The unit with scale 1, or the nearest to it.
    let coherentUnit (dimension: Dimension) : ShownUnit =
        choose dimension (fun exponent10 -> float (abs exponent10))

    /// The unit u that brings the mean of log10 |x/u| over the finite entries other than 0 nearest to 1, which is the one
    /// that minimises the sum of (log10 |x/u| - 1)**2. The coherent unit when there is no such entry.
    let bestUnit (values: ReadOnlySpan<float>) (dimension: Dimension) : ShownUnit =
        let mutable sum = 0.0
        let mutable count = 0

        for i in 0 .. values.Length - 1 do
            let x = values[i]

            if Double.IsFinite x && x <> 0.0 then
                sum <- sum + Math.Log10(abs x)
                count <- count + 1

        if count = 0 then
            coherentUnit dimension
        else
            let target = sum / float count - 1.0
            choose dimension (fun exponent10 -> abs (target - float exponent10))

    /// The symbol of a unit given as a quantity (10**-3 of volt is `mV`), where there is one.
    let tryUnitText (siValue: float) (dimension: Dimension) : string voption =
        let unit =
            choose dimension (fun exponent10 ->
                if Scale.powerOfTen exponent10 = siValue then 0.0 else Double.PositiveInfinity)

        if Scale.powerOfTen unit.Exponent10 = siValue then
            ValueSome unit.Text
        else
            ValueNone
