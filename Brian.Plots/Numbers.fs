namespace Brian

open System

/// A figure cannot be drawn from what was given. The message says what is wrong and one way out.
[<Sealed>]
type PlotException internal (message: string) =
    inherit BrianException(message)

/// The numbers to draw, out of whatever sequence a script has.
module internal Numbers =

    /// Every refusal says what is wrong and one way out.
    let refuse message : 'a = raise (PlotException message)

    let private notNumbers name (kind: string) =
        refuse
            $"{name} must be numbers, and one of its elements is {kind}: give an array or list of floats or ints."

    let private isNumeric (value: obj) =
        match Convert.GetTypeCode value with
        | TypeCode.Boolean
        | TypeCode.Char
        | TypeCode.String
        | TypeCode.DateTime
        | TypeCode.DBNull
        | TypeCode.Empty
        | TypeCode.Object -> false
        | _ -> true

    // What one usually plots in.
    let private usualUnits =
        Map [ "second", "ms"; "volt", "mV"; "amp", "nA"; "siemens", "nS"; "ohm", "Mohm"; "farad", "pF" ]

    let private requirePlain name (dimension: Dimension) =
        if not dimension.IsDimensionless then
            let unit =
                Map.tryFind dimension.Name usualUnits |> Option.defaultValue $"({dimension.Name})"

            refuse
                $"{name} have the unit {dimension.Name}, and only plain numbers can be drawn: divide them by a unit, \
                  for example {name}/{unit}."

    let private ofObject name (value: objnull) =
        match value with
        | null -> notNumbers name "null"
        | :? Quantity as quantity ->
            requirePlain name quantity.Dimension
            float quantity
        | number when isNumeric number -> Convert.ToDouble(number, Globalization.CultureInfo.InvariantCulture)
        | other -> notNumbers name (other.GetType().Name)

    /// A copy of the values as floats, so that a figure never changes when its data do later.
    /// `name` is the argument's name in the message when they are not numbers.
    let ofSeq (name: string) (values: seq<'a>) : float[] =
        match box values with
        | :? seq<float> as floats -> Array.ofSeq floats
        | :? Quantities as quantities ->
            requirePlain name quantities.Dimension
            quantities.ToArray()
        | _ -> [| for value in values -> ofObject name (box value) |]
