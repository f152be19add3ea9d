/// What names mean in a piece of model text.
module internal Brian.Models.Scope

open Brian
open Brian.Symbolic
open Brian.Symbolic.Expr

/// What a name stands for where it is used as a value.
type Meaning =
    | Value of ValueType * Expr
    | NoiseSymbol of string
    | Function of Functions.Function
    | Unknown

/// A word of the language: its type, its expression, and what a message calls it.
type private Word = { Type: ValueType; Expr: Expr; Meaning: string }

/// The dimension of time.
let second = (UnitTable.tryFind "second").Value.Dimension

let private words =
    Map.ofList
        [
            "t", { Type = Real second; Expr = Time; Meaning = "the time" }
            "dt", { Type = Real second; Expr = TimeStep; Meaning = "the time step" }
            "t_in_timesteps", { Type = Whole; Expr = StepNumber; Meaning = "the number of the time step" }
            "i", { Type = Whole; Expr = Index; Meaning = "the neuron's index" }
        ]

/// Names of variables that refractoriness brings along.
let refractoryVariables =
    Map.ofList [ "lastspike", Real second; "not_refractory", Boolean ]

/// White noise: xi, or xi with a name of its own behind it.
let private isNoise (name: string) =
    name = "xi" || name.StartsWith("xi_", System.StringComparison.Ordinal)

/// Why a name cannot be declared, when the language uses it already.
let reserved (name: string) =
    match Map.tryFind name words with
    | Some word -> ValueSome word.Meaning
    | None when name = "N" -> ValueSome "the number of neurons"
    | None when isNoise name -> ValueSome "white noise"
    | None when name = "lastspike" -> ValueSome "the time of the neuron's last spike"
    | None when name = "not_refractory" -> ValueSome "whether the neuron may spike"
    | None when Functions.table.ContainsKey name -> ValueSome "a function"
    | None when Functions.numbers.ContainsKey name -> ValueSome "a number"
    | None -> ValueNone

/// The names a piece of text can use, and what is known about them.
type Scope =
    {
        Variables: Map<string, ValueType>
        Constants: Map<string, HoleValue>
        Locals: Map<string, ValueType>
        /// None while equations stand alone: N is then a name like any other.
        Count: int option
        /// Equations that stand alone may use lastspike and not_refractory; a group has them when it is refractory.
        IsRefractory: bool
    }

let empty =
    {
        Variables = Map.empty
        Constants = Map.empty
        Locals = Map.empty
        Count = None
        IsRefractory = true
    }

/// The meaning of a hole or of a constant given by name.
let constantValue value =
    match value with
    | HoleValue.Quantity q -> Value(Real q.Dimension, Number q.SIValue)
    | HoleValue.Integer n -> Value(Whole, Number(float n))
    | HoleValue.Boolean b -> Value(Boolean, Truth b)
    | HoleValue.Callable callable -> Function(Functions.ofCallable callable)
    | HoleValue.Fragment _
    | HoleValue.Refused _ -> Unknown

/// Resolves a name: variables and locals, words of the language, units, numbers, constants. Each name has one class,
/// and a variable may have the name of a unit.
let resolve (scope: Scope) (name: string) =
    let known table = Map.tryFind name table

    match known scope.Locals, known scope.Variables, known words with
    | Some localType, _, _ -> Value(localType, Local name)
    | _, Some variableType, _ -> Value(variableType, Variable name)
    | _, _, Some word -> Value(word.Type, word.Expr)
    | None, None, None ->
        match name with
        | "N" ->
            match scope.Count with
            | Some count -> Value(Whole, Number(float count))
            | None -> Value(Whole, Variable "N")
        | _ when isNoise name -> NoiseSymbol name
        | _ when scope.IsRefractory && refractoryVariables.ContainsKey name ->
            Value(refractoryVariables[name], Variable name)
        | _ when Functions.table.ContainsKey name -> Function Functions.table[name]
        | _ when Functions.numbers.ContainsKey name -> Value(Real Dimension.None, Functions.numbers[name])
        | _ ->
            match known scope.Constants, UnitTable.tryFind name with
            | Some value, _ -> constantValue value
            | None, ValueSome unit ->
                Value(Real unit.Dimension, Number(BaseUnits.keep unit.Scale unit.Dimension))
            | None, ValueNone -> Unknown

/// The variable of that name, or the word of the language that differs by neuron, time or group: what can be read or
/// recorded, without constants, units and numbers.
let resolveVariable (scope: Scope) (name: string) =
    match resolve scope name with
    | Value(_, Number _) when name <> "N" -> Unknown
    | Value(_, Truth _) -> Unknown
    | meaning -> meaning

/// Names a misspelt one may have meant, nearest meanings first; t, i, N and dt are too short to be misspelt.
let candidates (scope: Scope) =
    Seq.concat
        [
            Map.keys scope.Locals :> string seq
            Map.keys scope.Variables
            Map.keys scope.Constants
            [ "t_in_timesteps"; "lastspike"; "not_refractory" ]
            UnitRows.shortNames
        ]
