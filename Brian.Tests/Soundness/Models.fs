/// Well-typed models: all kinds of variables, thresholds, resets and refractoriness, for each method of integration.
module internal Brian.Tests.Soundness.Models

open System
open Brian
open Brian.Symbolic
open Brian.Models
open Brian.Ast
open FsCheck
open FsCheck.FSharp
open Brian.Tests.Soundness.Trees
open Brian.Tests.Soundness.Expressions

type Refractoriness =
    | Never
    | Lasting of Quantity
    | LastingAsComputed of Expr
    | AsLongAs of Expr

/// How a variable gets its first values.
type Initial =
    | Computed of Expr * where: Expr option
    | Filled of Quantity
    | Listed of Quantities

[<StructuredFormatDisplay("{Text}")>]
type Model =
    {
        Count: int
        Definitions: Definition list
        /// Values by name, as `Equations.Parse` takes them; a model without them has its values in holes.
        Constants: (string * Quantity) list
        Threshold: Expr option
        Reset: Statement list
        Refractoriness: Refractoriness
        Initial: (string * Initial) list
        Method: Method
        Dt: Quantity
        Duration: Quantity
    }

    /// All of it as text, for messages.
    member model.Text =
        let expression (expr: Expr) = Print.expression expr

        let initial (name, initial) =
            match initial with
            | Computed(value, None) -> $"{name}.Set {expression value}"
            | Computed(value, Some where) -> $"{name}.Set {expression value} where {expression where}"
            | Filled q -> $"{name}.Fill {q:R}"
            | Listed qs -> $"{name}.Assign {qs}"

        String.Join(
            "\n",
            [
                Print.definitions model.Definitions
                for name, q in model.Constants do
                    $"{name} = {q:R}"
                match model.Threshold with
                | Some threshold -> $"threshold {expression threshold}\n{Print.statements model.Reset}"
                | None -> ()
                match model.Refractoriness with
                | Never -> ()
                | Lasting time -> $"refractory {time}"
                | LastingAsComputed expr -> $"refractoryTime {expression expr}"
                | AsLongAs expr -> $"refractoryWhile {expression expr}"
                for each in model.Initial do
                    initial each
                $"{model.Method.Name}, N = {model.Count}, dt = {model.Dt}, {model.Duration}"
            ]
        )

let unitOf valueType =
    match valueType with
    | ValueType.Real dimension -> Float dimension
    | Whole -> IntegerUnit
    | ValueType.Boolean -> BooleanUnit
    | Anything -> invalidOp "A generated variable has a type."

/// A time constant of some steps, or of many.
let private timeConstant =
    Gen.map
        (fun (n, spelled) ->
            let milliseconds = float n / 10.0

            if spelled then
                times (at (Real milliseconds)) (name "ms")
            else
                hole (Quantity(milliseconds * 1e-3, second)))
        (Gen.zip (Gen.choose (5, 200)) (Gen.elements [ true; false ]))

let private stateDimension =
    anyDimension |> Gen.filter (fun d -> d.Exponents |> Seq.forall (fun r -> abs (float r) <= 4.0))

// ---- equations

/// (target - x)/tau, with terms that keep it linear: couplings, forcing by the time, noise.
let private linearEquation setting (states: (string * Dimension) list) noise (variable, dimension) =
    gen {
        let! target = real setting dimension 4
        let! tau = timeConstant
        let relaxation = over (minus target (name variable)) tau

        let coupling =
            gen {
                let! other, otherDimension = Gen.elements states
                let! factor = constant (dimension / otherDimension)
                let! slowness = timeConstant
                return over (times (times (at (Real 0.1)) factor) (name other)) slowness
            }

        let forcing =
            gen {
                let! amplitude = constant (dimension / second)
                let! period = timeConstant
                let! wave = Gen.elements [ "sin"; "cos"; "exp" ]
                let phase = over (name "t") period
                let argument = if wave = "exp" then at (Negate phase) else phase
                return times amplitude (call wave [ argument ])
            }

        let noisy =
            gen {
                let! strength = constant (dimension / second.Power(Rational(1, 2)))
                return times (times (at (Real 0.01)) strength) (name noise)
            }

        let! terms =
            allOf
                [
                    Gen.frequency [ 2, Gen.constant []; 1, Gen.map List.singleton coupling ]
                    Gen.frequency [ 2, Gen.constant []; 1, Gen.map List.singleton forcing ]
                    Gen.frequency [ 2, Gen.constant []; 1, Gen.map List.singleton noisy ]
                ]

        return Seq.concat terms |> Seq.fold plus relaxation
    }

/// (a tanh(anything) - x)/tau and noise: bounded whatever the other variables do.
let private boundedEquation setting (method: Method) noise (variable, dimension) =
    gen {
        let! bound = constant dimension
        let! inner = real setting plain 8
        let! tau = timeConstant
        let drift = over (minus (times bound (call "tanh" [ inner ])) (name variable)) tau
        let! strength = constant (dimension / second.Power(Rational(1, 2)))
        let! scale = constant dimension

        // only Heun's method takes noise with a factor that depends on the state
        let factor =
            if method.Name = "heun" then
                times strength (call "tanh" [ over (name variable) scale ])
            else
                strength

        let noisy = times (times (at (Real 0.01)) factor) (name noise)

        let! withNoise =
            Gen.frequency [ 2, Gen.constant drift; 1, Gen.constant (plus drift noisy) ]

        return withNoise
    }

// ---- the group

/// Mostly numbers with a dimension.
let anyType =
    Gen.frequency
        [ 5, Gen.map ValueType.Real anyDimension; 1, Gen.constant Whole; 1, Gen.constant ValueType.Boolean ]

let private flagged flag =
    Gen.frequency [ 3, Gen.constant []; 1, Gen.constant [ flag ] ]

let private named prefix items =
    items |> List.mapi (fun k item -> $"{prefix}{k}", item)

let private someOf low high (item: Gen<'T>) =
    Gen.choose (low, high) |> Gen.bind (fun count -> Gen.listOfLength count item)

let private resetOf setting (parameters: (string * ValueType) list) (states: (string * Dimension) list) =
    gen {
        let! first, firstDimension = Gen.elements states
        let! back = real setting firstDimension 3
        let! localDimension = anyDimension
        let! inner = real setting localDimension 4

        let withLocal =
            { setting with Names = ("k", ValueType.Real localDimension) :: setting.Names }

        let! rest =
            [
                for name, dimension in states do
                    [
                        gen {
                            let! step = constant dimension
                            let! operator = Gen.elements [ Add; Subtract ]
                            return assign name (Some operator) (times (at (Real 0.1)) step)
                        }
                        gen {
                            let! factor = Gen.elements [ 0.5; 0.25; 0.9 ]
                            return assign name (Some Multiply) (at (Real factor))
                        }
                        Gen.map (assign name None) (constant dimension)
                    ]
                for name, valueType in parameters do
                    [ Gen.map (assign name None) (ofType withLocal valueType 4) ]
            ]
            |> List.concat
            |> Gen.elements
            |> Gen.bind id
            |> someOf 0 3

        return local "k" inner :: assign first None (times back (at (Real 0.5))) :: rest
    }

let private someValues count valueType =
    match valueType with
    | ValueType.Real dimension ->
        Gen.choose (-2000, 2000)
        |> Gen.map (fun n -> float n / 1000.0)
        |> Gen.arrayOfLength count
        |> Gen.map (fun values -> Quantities.Wrap(values, dimension))
    | _ ->
        Gen.choose (0, 1)
        |> Gen.map float
        |> Gen.arrayOfLength count
        |> Gen.map (fun values -> Quantities.Wrap(values, plain))

/// Values for each neuron.
let listed count (variable, valueType) =
    Gen.map (fun values -> variable, Listed values) (someValues count valueType)

/// Values in all the ways there are.
let private initialOf setting count (variable, valueType) =
    let computed =
        gen {
            let! value = ofType setting valueType 5
            let! chosen = Gen.map Some (condition setting 4)

            let! where =
                Gen.frequency
                    [ 3, Gen.constant None; (if setting.IsContinuous then 0 else 1), Gen.constant chosen ]

            return variable, Computed(value, where)
        }

    let filled =
        someValues 1 valueType |> Gen.map (fun values -> variable, Filled values[0])

    Gen.frequency [ 1, computed; 1, filled; 1, listed count (variable, valueType) ]

/// Takes the values out of the holes of some models, and gives them by name.
let private withNames (definitions: Definition list) =
    let constants = ResizeArray()

    let named (leaf: Expr) =
        match leaf.Node with
        | Hole(HoleValue.Quantity q) ->
            constants.Add($"c{constants.Count}", q)
            name $"c{constants.Count - 1}"
        | _ -> leaf

    let renamed =
        definitions
        |> List.map (fun definition -> { definition with Form = mapForm (mapLeaves named) definition.Form })

    renamed, List.ofSeq constants

/// The same model with its values in holes.
let withHoles (model: Model) =
    let values = Map.ofList model.Constants

    let inHole (leaf: Expr) =
        match leaf.Node with
        | Name name -> values |> Map.tryFind name |> Option.map hole |> Option.defaultValue leaf
        | _ -> leaf

    { model with
        Constants = []
        Definitions =
            model.Definitions |> List.map (fun d -> { d with Form = mapForm (mapLeaves inHole) d.Form })
    }

/// Are all holes of quantities? Only these are given by name here.
let private hasQuantitiesOnly (definitions: Definition list) =
    let isQuantity (part: Expr, _) =
        match part.Node with
        | Hole value -> value.IsQuantity
        | _ -> true

    definitions
    |> List.forall (fun definition ->
        match definition.Form with
        | Differential right
        | Subexpression right -> places (fun _ -> true) right |> List.forall isQuantity
        | Parameter -> true)

/// A model for a method. One that spikes has a threshold, a reset and functions that jump as well.
let model (method: Method) (spikes: bool) : Gen<Model> =
    gen {
        let isExact = method.Name = "exact"
        let! count = Gen.choose (1, 11)
        let! dimensions = someOf 1 3 stateDimension
        let states = named "x" dimensions
        let! refractoriness = Gen.choose (0, (if spikes then 4 else 0))
        let isRefractory = refractoriness > 0

        let! parameterTypes = someOf 1 4 anyType
        let parameters = named "p" parameterTypes

        let! parameterFlags =
            Gen.listOfLength
                parameters.Length
                (Gen.frequency
                    [ 4, Gen.constant []; 1, Gen.constant [ "constant" ]; 1, Gen.constant [ "shared" ] ])

        let words = [ "i", Whole; "N", Whole; "dt", ValueType.Real second ]
        let moving = [ "t", ValueType.Real second; "t_in_timesteps", Whole ]

        let stateTypes =
            states |> List.map (fun (name, dimension) -> name, ValueType.Real dimension)

        let fixedSetting =
            { Names = parameters @ words; IsContinuous = not spikes; HasDraws = false }

        let freeSetting =
            { fixedSetting with Names = fixedSetting.Names @ moving @ stateTypes }

        // a plain subexpression is put in its place, so in a linear model it must be constant
        let subexpression =
            gen {
                let! dimension = anyDimension
                let! isStepConstant = Gen.elements [ true; false; false ]

                let setting =
                    if isStepConstant then { freeSetting with HasDraws = true }
                    elif isExact then fixedSetting
                    else freeSetting

                let! value = real setting dimension 6
                return dimension, value, (if isStepConstant then [ "constant over dt" ] else [])
            }

        let! subexpressions = someOf 0 2 subexpression
        let subexpressions = named "s" subexpressions

        let subexpressionTypes =
            subexpressions |> List.map (fun (name, (dimension, _, _)) -> name, ValueType.Real dimension)

        let withSubexpressions (setting: Setting) =
            { setting with Names = setting.Names @ subexpressionTypes }

        let! equations =
            [
                for k, state in List.indexed states ->
                    let noise = $"xi_{k}"

                    if isExact then
                        linearEquation (withSubexpressions fixedSetting) states noise state
                    else
                        boundedEquation (withSubexpressions freeSetting) method noise state
            ]
            |> allOf

        let! equationFlags = Gen.listOfLength states.Length (flagged "unless refractory")

        let definitions =
            [
                for (name, dimension), right, flags in Seq.zip3 states equations equationFlags ->
                    define name (Differential right) (Float dimension) (if isRefractory then flags else [])
                for (name, valueType), flags in Seq.zip parameters parameterFlags ->
                    define name Parameter (unitOf valueType) flags
                for name, (dimension, value, flags) in subexpressions ->
                    define name (Subexpression value) (Float dimension) flags
            ]

        let! byName = Gen.elements [ true; false ]

        let definitions, constants =
            if byName && hasQuantitiesOnly definitions then
                withNames definitions
            else
                definitions, []

        let sinceSpike =
            if isRefractory then
                [ "lastspike", ValueType.Real second; "not_refractory", ValueType.Boolean ]
            else
                []

        let all =
            { withSubexpressions freeSetting with
                Names = sinceSpike @ (withSubexpressions freeSetting).Names
                HasDraws = true
            }

        let! threshold =
            gen {
                let! variable, dimension = Gen.elements states
                let! level = constant dimension
                let isAbove = at (Compare(name variable, [ Greater, times (at (Real 0.5)) level ]))
                let! other = condition all 4

                return!
                    Gen.elements
                        [ isAbove; at (Logical(And, isAbove, other)); at (Logical(Or, other, isAbove)) ]
            }

        let settable =
            Seq.zip parameters parameterFlags |> Seq.filter (snd >> List.isEmpty) |> Seq.map fst |> List.ofSeq

        let! reset = resetOf all settable states

        let! refractoriness =
            match refractoriness with
            | 0 -> Gen.constant Never
            | 1
            | 2 -> Gen.choose (0, 40) |> Gen.map (fun n -> Lasting(Quantity(float n * 1e-4, second)))
            | 3 -> timeConstant |> Gen.map (fun tau -> LastingAsComputed(times tau (call "rand" [])))
            | _ -> condition { all with HasDraws = false } 6 |> Gen.map AsLongAs

        let! initial =
            [
                for name, valueType in stateTypes @ parameters do
                    let isShared =
                        Seq.exists
                            (fun ((other, _), flags) -> other = name && List.contains "shared" flags)
                            (Seq.zip parameters parameterFlags)

                    if not isShared then
                        initialOf { fixedSetting with HasDraws = spikes } count (name, valueType)
            ]
            |> allOf

        let! steps = Gen.choose (10, 80)
        let! dt = Gen.elements [ 1e-4; 5e-5; 1.7e-4 ]

        return
            {
                Count = count
                Definitions = definitions
                Constants = constants
                Threshold = if spikes then Some threshold else None
                Reset = reset
                Refractoriness = refractoriness
                Initial = initial
                Method = method
                Dt = Quantity(dt, second)
                Duration = Quantity(dt * float steps, second)
            }
    }
