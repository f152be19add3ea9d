namespace Brian

open System
open System.Collections.Generic

/// Named values for model text that comes from a file or a variable: `Equations.Parse(text, constants)`.
[<Sealed>]
type Constants internal (values: Map<string, HoleValue>) =

    static let refuse code name (shown: string) what instead : 'a =
        CallMistake.refuse code "" 0 "Constants" shown $"the constant {name} {what}" "" instead

    static let valueOf (name: string) (value: obj | null) =
        match Models.Scope.reserved name with
        | ValueSome meaning ->
            refuse
                "BR0455"
                name
                name
                $"cannot have a name that already means {meaning}"
                $"another name, for example {name}_1"
        | ValueNone -> ()

        match Source.valueOf value false with
        | HoleValue.Refused _ ->
            match value with
            | null
            | :? string ->
                refuse
                    "BR0407"
                    name
                    $"{name} = %A{value}"
                    "is no quantity, number, truth value, Function or TimedArray"
                    "a value with its unit, for example 10*ms"
            | code when Source.isCode code ->
                refuse
                    "BR0456"
                    name
                    name
                    "is code without units"
                    "Function.Of, which gives its arguments and its result their units"
            | :? Collections.IEnumerable ->
                refuse
                    "BR0454"
                    name
                    name
                    "holds many values"
                    $"a parameter, one value per neuron (`{name} : 1`), set with Assign; or a TimedArray, one value after the other"
            | other ->
                refuse
                    "BR0407"
                    name
                    $"{name}, a {other.GetType().Name}"
                    "is no quantity, number, truth value, Function or TimedArray"
                    "a value with its unit, for example 10*ms"
        | HoleValue.Fragment _ ->
            refuse "BR0451" name name "holds equations" "putting them in a hole on a line of its own"
        // text calls it by the name of the constant
        | HoleValue.Callable callable -> HoleValue.Callable(callable.Called name)
        | known -> known

    /// No constants.
    static member val None = Constants Map.empty

    /// Constants from the properties of an object: `Constants.From(new { tau, vr = -70 * mV })`.
    static member From(values: obj) =
        values.GetType().GetProperties()
        |> Seq.filter (fun property -> property.GetIndexParameters().Length = 0)
        |> Seq.map (fun property -> property.Name, valueOf property.Name (property.GetValue values))
        |> Map.ofSeq
        |> Constants

    static member internal FromPairs(pairs: (string * objnull) seq) =
        pairs |> Seq.map (fun (name, value) -> name, valueOf name value) |> Map.ofSeq |> Constants

    /// Constants from names and values.
    static member Of(values: IEnumerable<KeyValuePair<string, Quantity>>) =
        values |> Seq.map (fun pair -> pair.Key, valueOf pair.Key pair.Value) |> Map.ofSeq |> Constants

    /// The names, sorted.
    member _.Names: IReadOnlyList<string> = values |> Map.keys |> Seq.toArray :> _

    member internal _.Values = values

    override _.ToString() =
        values
        |> Map.toSeq
        |> Seq.map (fun (name, value) ->
            match value with
            | HoleValue.Quantity q -> $"{name} = {q}"
            | HoleValue.Integer n -> $"{name} = {n}"
            | HoleValue.Boolean b -> $"{name} = {b}"
            | HoleValue.Callable callable ->
                let parameters = callable.Parameters |> List.map fst
                $"""{name}({String.Join(", ", parameters)})"""
            | HoleValue.Fragment _
            | HoleValue.Refused _ -> name)
        |> String.concat ", "
