/// Whole models as text: parsing what was printed gives the same trees, and printing them again the same text.
module Brian.Tests.Soundness.PrintingTests

open Brian
open Expecto
open FsCheck
open FsCheck.FSharp
open Brian.Tests
open Brian.Tests.Syntax
open Brian.Tests.Soundness.Models

let private contents (source: Source) =
    source.Holes |> Array.map (fun hole -> hole.Offset, hole.Value, hole.Display.Value)

let private survives
    (toSource: 'tree -> Source)
    parse
    (shape: 'tree -> string)
    (print: 'tree -> string)
    (original: 'tree)
    =
    let source = toSource original

    match parse source with
    | Error(mistakes: Diagnostic list) -> failtest $"{source.Text}\n{mistakes}"
    | Ok parsed ->
        Expect.equal (shape parsed) (shape original) "the tree"
        Expect.equal (print parsed) (print original) "the text"

        let again = toSource parsed
        Expect.equal again.Text source.Text "the text of the source"
        Expect.equal (contents again) (contents source) "its holes"

let private expression =
    survives Print.expressionToSource Grammar.expression Shape.expression Print.expression

let private allTexts (model: Model) =
    survives Print.toSource Grammar.equations Shape.definitions Print.definitions model.Definitions
    survives Print.statementsToSource Grammar.statements Shape.statements Print.statements model.Reset
    Option.iter expression model.Threshold

    match model.Refractoriness with
    | Never
    | Lasting _ -> ()
    | LastingAsComputed expr
    | AsLongAs expr -> expression expr

    for _, initial in model.Initial do
        match initial with
        | Computed(value, where) ->
            expression value
            Option.iter expression where
        | Filled _
        | Listed _ -> ()

/// The equations that users print are equations that they can read again, but for values that print rounded.
let private equationsSurvive (model: Model) =
    let equations = Simulations.equations model

    let constants =
        Constants.FromPairs [ for name, q in model.Constants -> name, box q ]

    if not model.Constants.IsEmpty then
        let again = Equations.Parse(string equations, constants)
        Expect.equal (string again) (string equations) "printed, read and printed"

let tests =
    testList
        "printing of models"
        [
            for method in [ Method.Exact; Method.Euler; Method.Heun ] do
                testPropertyWithConfig
                    { FsCheckConfig.defaultConfig with maxTest = 20 * Depth.factor }
                    $"parse after print is the identity, {method.Name}"
                    (Prop.forAll (Arb.fromGen (model method true)) (fun model ->
                        allTexts model
                        equationsSurvive model))
        ]
