/// Soundness: what a dimension says is true. When the base units change in all inputs, every result changes by exactly the
/// factor of its dimension.
module Brian.Tests.Soundness.RescalingTests

open System
open Brian
open Brian.Symbolic
open Brian.Models
open Brian.Ast
open Expecto
open FsCheck
open FsCheck.FSharp
open Brian.Tests
open Brian.Tests.Sessions
open Brian.Tests.Soundness.Trees
open Brian.Tests.Soundness.Expressions
open Brian.Tests.Soundness.Models
open Brian.Tests.Soundness.Rescaling

let private cases count =
    { FsCheckConfig.defaultConfig with maxTest = count * Depth.factor; endSize = 40 }

let private property name count (gen: Gen<'T>) (check: 'T -> unit) =
    testPropertyWithConfig (cases count) name (Prop.forAll (Arb.fromGen gen) check)

// ---- expressions

let private parameterTypes =
    [
        for unit in [ "1"; "second"; "volt"; "volt"; "siemens"; "mole"; "volt/second**0.5" ] do
            ValueType.Real (UnitText.get unit).Dimension
        Whole
        ValueType.Boolean
    ]

let private words =
    [
        "i", Whole
        "N", Whole
        "t", ValueType.Real second
        "dt", ValueType.Real second
        "t_in_timesteps", Whole
    ]

/// A group without differential equations: parameters of all types, and subexpressions, which become one program.
let private expressions (setting: Setting) (value: Setting -> Gen<ValueType * Expr>) : Gen<Model> =
    gen {
        let parameters = parameterTypes |> List.mapi (fun k valueType -> $"p{k}", valueType)
        let! values = Gen.listOfLength 6 (value { setting with Names = parameters @ words })
        let! first = parameters |> List.map (listed 4) |> allOf

        return
            {
                Count = 4
                Definitions =
                    [
                        for name, valueType in parameters -> define name Parameter (unitOf valueType) []
                        for k, (valueType, value) in List.indexed values ->
                            define $"y{k}" (Subexpression value) (unitOf valueType) [ "constant over dt" ]
                    ]
                Constants = []
                Threshold = None
                Reset = []
                Refractoriness = Never
                Initial = first
                Method = Method.Exact
                Dt = Quantity(1e-4, second)
                Duration = Quantity(2e-4, second)
            }
    }

let private anyValue size setting =
    gen {
        let! valueType = anyType
        let! value = ofType setting valueType size
        return valueType, value
    }

let private anyNumber size setting =
    gen {
        let! dimension = anyDimension
        let! value = real setting dimension size
        return ValueType.Real dimension, value
    }

let private everything = { Names = []; IsContinuous = false; HasDraws = true }

/// Fails where the results of a model in other base units are not what they should be.
let private compareWith isSame factors model before =
    match List.map2 (agree isSame factors) before (Simulations.simulate factors model) |> List.tryPick id with
    | Some difference -> failtest $"{difference}\nwith {factors} in\n{model.Text}"
    | None -> ()

let private compare isSame (factors, model) =
    compareWith (fun _ -> isSame) factors model (Simulations.simulate si model)

// ---- powers

/// b*x**p for a fraction p, which is computed by logarithms.
let private powers denominators setting =
    gen {
        let! numerator = Gen.choose (-7, 7)
        let! denominator = Gen.elements denominators
        let exponent = Rational(numerator, denominator)
        let! dimension = anyDimension |> Gen.filter (fun d -> isModest (d.Power exponent))
        let! value = real setting dimension 8
        let! factor = constant plain
        let written = over (integer numerator) (integer denominator)
        let! offset = constant dimension
        let power = calculate Power (plus (call "abs" [ value ]) offset) written
        return ValueType.Real(dimension.Power exponent), times factor power
    }

/// An exponent such as 1/3 is no float: (f x)**p then differs from f**p x**p by |p ln f| times its rounding.
let private compareThirds (factors, model) =
    compareWith
        (fun (column, _) -> withinUlps (4.0 + abs (log (factor factors column.Dimension))))
        factors
        model
        (Simulations.simulate si model)

// ---- arbitrary factors

/// The model with every value, and every use of a variable, changed by a part of about 1e-7.
let private blurred (random: Random) (model: Model) =
    let nearlyOne () =
        1.0 + 1e-7 * (2.0 * random.NextDouble() - 1.0)

    let floats =
        "t"
        :: "dt"
        :: [
            for definition in model.Definitions do
                if definition.Unit.IsFloat then
                    definition.Name
        ]

    let blur (leaf: Expr) =
        match leaf.Node with
        | Name name when List.contains name floats -> times leaf (hole (Quantity(nearlyOne ())))
        | _ -> leaf

    let move (q: Quantity) =
        if q.IsDimensionless && q.SIValue = round q.SIValue then q else q * nearlyOne ()

    let moved = model |> withHoles |> Simulations.mapValues move

    { moved with
        Definitions =
            moved.Definitions |> List.map (fun d -> { d with Form = mapForm (mapLeaves blur) d.Form })
    }

/// The magnitude of the terms that each number of the results is a sum of: how far it would move if all values changed by
/// themselves and it were linear in them.
let private magnitudes model (before: Column list) =
    let random = Random 3

    [
        for _ in 1..3 ->
            Simulations.simulate si (blurred random model)
            |> List.map2 (fun x y -> Array.map2 (fun x y -> abs (y - x) / 1e-7) x.Values y.Values) before
    ]
    |> List.reduce (List.map2 (Array.map2 max))

let private compareWithMagnitudes (factors, model) =
    let before = Simulations.simulate si model

    let magnitudes =
        List.zip before (magnitudes model before)
        |> List.map (fun (column, m) -> column.Label, m)
        |> Map.ofList

    compareWith
        (fun (column, i) expected found ->
            let size =
                abs expected + factor factors column.Dimension * magnitudes[column.Label][i]

            abs (expected - found) <= 1e-12 * size || expected.Equals found)
        factors
        model
        before

let private continuous = { everything with IsContinuous = true }

let private methods = [ Method.Exact; Method.Euler; Method.Heun ]

// ---- what is generated

let private samples count gen =
    Gen.sampleWithSeed (Rnd 20261UL) 40 count gen |> List.ofArray

/// All parts of all texts of a model.
let private partsOf (model: Model) =
    let everywhere expr =
        places (fun _ -> true) expr |> List.map fst

    [
        for definition in model.Definitions do
            match definition.Form with
            | Differential right
            | Subexpression right -> yield! everywhere right
            | Parameter -> ()
        for statement in model.Reset do
            match statement with
            | Let(_, _, value)
            | Assign(_, _, _, value) -> yield! everywhere value
        yield! Option.toList model.Threshold |> List.collect everywhere
    ]

/// The models are no trivial ones: without this the properties could hold of nothing.
let private reachesEverything () =
    let models = methods |> List.collect (fun method -> samples 20 (model method true))

    let called =
        models @ samples 60 (expressions everything (anyValue 16))
        |> List.collect partsOf
        |> List.choose (fun part ->
            match part.Node with
            | Call({ Node = Name name }, _) -> Some name
            | _ -> None)
        |> set

    Expect.equal (set functionNames) (set (Map.keys Functions.table)) "the functions of the language"
    Expect.equal called (set (Map.keys Functions.table)) "the functions in models"

    let count what condition least =
        let found = models |> List.filter condition |> List.length
        Expect.isGreaterThan found least $"models {what}, of {models.Length}"

    let hasFlag flag model =
        model.Definitions |> List.exists (fun d -> d.Flags |> List.exists (fun f -> f.Text = flag))

    for flag in [ "unless refractory"; "constant"; "shared"; "constant over dt" ] do
        count $"with the flag ({flag})" (hasFlag flag) 3

    count "with values by name" (fun model -> not model.Constants.IsEmpty) 2
    count "with a duration" (fun model -> model.Refractoriness.IsLasting) 3
    count "with a computed duration" (fun model -> model.Refractoriness.IsLastingAsComputed) 3
    count "with a condition for refractoriness" (fun model -> model.Refractoriness.IsAsLongAs) 3

    count
        "with noise"
        (partsOf
         >> List.exists (fun part ->
             match part.Node with
             | Name name -> name.StartsWith "xi"
             | _ -> false))
        10

    let results = models |> List.map (Simulations.simulate si)

    let spiking =
        results
        |> List.filter (
            List.exists (fun column -> column.Label = "times of spikes" && column.Values.Length > 0)
        )

    let finite =
        results |> List.filter (List.forall (fun column -> Array.forall Double.IsFinite column.Values))

    Expect.isGreaterThan spiking.Length 20 "models that spike, of 60"
    Expect.isGreaterThan finite.Length 50 "models with finite results, of 60"

let tests =
    testList
        "soundness by rescaling"
        [
            testAlone "the generated models have all of the language in them, and spike" reachesEverything
            property
                "values of expressions, to the bit"
                60
                (Gen.zip powersOfTwo (expressions everything (anyValue 16)))
                (compare bitEqual)
            property
                "powers of what has a unit, within 4 units in the last place"
                20
                (Gen.zip powersOfTwo (expressions everything (powers [ 1; 2; 4 ])))
                (compare (withinUlps 4.0))
            property
                "powers to thirds of what has a unit, within 4 units in the last place and the rounding of 1/3"
                20
                (Gen.zip powersOfTwo (expressions everything (powers [ 3; 6 ])))
                compareThirds
            property
                "values of continuous expressions, with arbitrary factors within 1e-12"
                20
                (Gen.zip anyFactors (expressions continuous (anyNumber 12)))
                compareWithMagnitudes
            for method in methods do
                property
                    $"trajectories and spikes, to the bit, {method.Name}"
                    10
                    (Gen.zip powersOfTwo (model method true))
                    (compare bitEqual)

                property
                    $"trajectories without a threshold, with arbitrary factors within 1e-12, {method.Name}"
                    5
                    (Gen.zip anyFactors (model method false))
                    compareWithMagnitudes
        ]
