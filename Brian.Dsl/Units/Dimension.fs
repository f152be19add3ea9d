namespace Brian

open System
open System.Collections.Concurrent
open System.Collections.Generic
open System.Diagnostics
open System.Threading

module internal Exponents =
    /// Compares by content; the table of dimensions lives on it.
    let byContent =
        { new IEqualityComparer<Rational[]> with
            member _.Equals(a, b) =
                match a, b with
                | null, _
                | _, null -> false
                | a, b ->
                    let mutable same = true

                    for i in 0..6 do
                        same <- same && a[i].Equals b[i]

                    same

            member _.GetHashCode exponents =
                let mutable hash = 17

                for r in exponents do
                    hash <- hash * 31 + r.Numerator * 7 + r.Denominator

                hash
        }

/// What a quantity measures: rational exponents of metre, kilogram, second, ampere, kelvin, mole and candela.
/// There is one object per dimension, so reference equality is equality; `*` and `/` allocate only the first time
/// two dimensions meet. Prints as equations write it: `volt/second`, `1/second`, `1` for a plain number.
[<Sealed; StructuredFormatDisplay("{Name}"); DebuggerDisplay("{Name,nq}")>]
type Dimension private (exponents: Rational[]) =
    static let interned = ConcurrentDictionary<Rational[], Dimension> Exponents.byContent

    static let intern (exponents: Rational[]) =
        match interned.TryGetValue exponents with
        | true, known -> known
        | _ -> interned.GetOrAdd(exponents, Dimension exponents)

    static let none = intern (Array.zeroCreate<Rational> 7)

    let hash = Exponents.byContent.GetHashCode exponents

    let isNone =
        let mutable none = true

        for r in exponents do
            none <- none && r.IsZero

        none

    let mutable name: string | null = null
    let mutable symbol: string | null = null
    let mutable combinations: Combination | null = null

    /// Of a plain number.
    static member None = none

    /// The dimension with these exponents of metre, kilogram, second, ampere, kelvin, mole, candela.
    /// Raises ArgumentException unless there are seven.
    static member FromExponents([<ParamArray>] exponents: Rational[]) : Dimension =
        if exponents.Length <> 7 then
            invalidArg (nameof exponents) $"A dimension has 7 exponents, not {exponents.Length}."

        intern (Array.copy exponents)

    static member internal Of(m: int, kg: int, s: int, A: int, K: int, mol: int, cd: int) : Dimension =
        let exponents = Array.zeroCreate<Rational> 7
        exponents[0] <- Rational m
        exponents[1] <- Rational kg
        exponents[2] <- Rational s
        exponents[3] <- Rational A
        exponents[4] <- Rational K
        exponents[5] <- Rational mol
        exponents[6] <- Rational cd
        intern exponents

    member _.IsDimensionless = isNone

    /// Exponents of metre, kilogram, second, ampere, kelvin, mole, candela, in this order.
    member _.Exponents: IReadOnlyList<Rational> = Array.AsReadOnly exponents

    /// The symbols: `V`, or `m kg^0.5 s^-1.5 A^-0.5`; `1` for a plain number.
    member _.Symbol: string =
        match symbol with
        | null ->
            let text = DimensionNames.symbol exponents
            symbol <- text
            text
        | known -> known

    /// The name in the syntax of equations: `volt`, `volt/second**0.5`, `1/second`; `1` for a plain number.
    member _.Name: string =
        match name with
        | null ->
            let text = DimensionNames.name exponents
            name <- text
            text
        | known -> known

    /// this * other**power, remembered per pair. The list is a cache: it starts afresh when it grows long.
    member private left.Combine(right: Dimension, power: Rational) : Dimension =
        let rec find (node: Combination | null) =
            match node with
            | null -> ValueNone
            | node when obj.ReferenceEquals(node.Right, right) && node.Power.Equals power ->
                ValueSome node.Result
            | node -> find node.Next

        match find (Volatile.Read &combinations) with
        | ValueSome known -> known
        | ValueNone ->
            let combined = Array.zeroCreate<Rational> 7

            for i in 0..6 do
                combined[i] <- exponents[i] + right.RawExponents[i] * power

            let result = intern combined
            let head = Volatile.Read &combinations

            let next =
                match head with
                | null -> null
                | head when head.Length >= 64 -> null
                | head -> head

            Volatile.Write(&combinations, Combination(right, power, result, next))
            result

    member internal _.RawExponents: Rational[] = exponents

    /// Raises RationalOverflowException when an exponent no longer fits.
    member d.Multiply(other: Dimension) : Dimension =
        if other.IsDimensionless then d
        elif isNone then other
        else d.Combine(other, Rational.One)

    /// Raises RationalOverflowException when an exponent no longer fits.
    member d.Divide(other: Dimension) : Dimension =
        if other.IsDimensionless then d else d.Combine(other, Rational -1)

    /// Raises RationalOverflowException when an exponent no longer fits.
    member d.Power(exponent: Rational) : Dimension =
        if isNone || exponent.Equals Rational.One then d
        elif exponent.IsZero then none
        else none.Combine(d, exponent)

    /// 1/d.
    member d.Inverse() : Dimension = d.Power(Rational -1)

    /// The n-th root; raises DivideByZeroException for n = 0.
    member d.Root(n: int) : Dimension = d.Power(Rational(1, n))

    static member (*)(a: Dimension, b: Dimension) : Dimension = a.Multiply b
    static member (/)(a: Dimension, b: Dimension) : Dimension = a.Divide b
    static member Pow(d: Dimension, exponent: Rational) : Dimension = d.Power exponent
    static member Pow(d: Dimension, exponent: int) : Dimension = d.Power(Rational exponent)

    member d.Equals(other: Dimension | null) = obj.ReferenceEquals(d, other)
    override d.Equals(other: obj | null) = obj.ReferenceEquals(d, other)
    override _.GetHashCode() = hash
    override d.ToString() = d.Name

    interface IEquatable<Dimension> with
        member d.Equals other = obj.ReferenceEquals(d, other)

/// One remembered product: left * Right**Power = Result, where left holds the list.
and [<Sealed>] internal Combination
    (right: Dimension, power: Rational, result: Dimension, next: Combination | null) =
    let length =
        match next with
        | null -> 1
        | next -> next.Length + 1

    member _.Right: Dimension = right
    member _.Power: Rational = power
    member _.Result: Dimension = result
    member _.Next: Combination | null = next
    member _.Length: int = length
