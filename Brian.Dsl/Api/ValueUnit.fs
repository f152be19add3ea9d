namespace Brian

open System
open System.Runtime.InteropServices

/// The unit in which a function takes an argument or gives its result. A quantity is one by itself: `mV`, `1/ms`, and 1 for a
/// plain number.
[<Sealed; AllowNullLiteral; StructuredFormatDisplay("{Display}")>]
type ValueUnit private (rule: UnitRule, scale: float, text: string) =
    let perUnit = Scale.perUnit scale

    /// Any unit. The value comes in SI units.
    static member Any = ValueUnit(UnitRule.Any, 1.0, "any unit")

    /// <summary>The unit of an argument before it, in SI units.</summary>
    /// <param name="argument">Which, counted from 1.</param>
    /// <param name="power">To this power, a fraction such as 2 or 0.5.</param>
    static member Like(argument: int, [<Optional; DefaultParameterValue(1.0)>] power: float) =
        if argument < 1 then
            raise (ArgumentOutOfRangeException(nameof argument, argument, "Arguments are counted from 1."))

        match Rational.TryFromFloat power with
        | true, exponent ->
            let text = if exponent = Rational.One then "" else $" to the power {exponent}"
            ValueUnit(UnitRule.Power(argument - 1, exponent), 1.0, $"the unit of argument {argument}{text}")
        | _ ->
            raise (
                ArgumentOutOfRangeException(
                    nameof power,
                    power,
                    "A power of a unit is a fraction with a denominator up to 1000."
                )
            )

    /// A quantity as unit.
    static member Of(unit: Quantity) : ValueUnit =
        let text = if unit.Equals Quantity.One then "1" else unit.AsUnit
        ValueUnit(UnitRule.Fixed unit.Dimension, unit.SIValue, text)

    static member op_Implicit(unit: Quantity) : ValueUnit = ValueUnit.Of unit
    static member op_Implicit(number: int) : ValueUnit = ValueUnit.Of(Quantity(float number))
    static member op_Implicit(number: float) : ValueUnit = ValueUnit.Of(Quantity number)

    member internal _.Rule = rule

    /// The unit in SI units.
    member internal _.Scale = scale

    member internal _.FromSI(value: float) = Scale.count value scale perUnit
    member internal _.ToSI(value: float) = value * scale

    override _.ToString() = text
    member internal _.Display = text
