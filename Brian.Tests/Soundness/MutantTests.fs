/// Completeness beside soundness: a well-typed model in which one dimension is changed, so that nothing can fit any more, is
/// refused, and the message points into the line concerned.
module Brian.Tests.Soundness.MutantTests

open System
open Brian
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

let rec private isZero (expr: Expr) =
    match expr.Node with
    | Integer 0.0 -> true
    | Negate inner -> isZero inner
    | _ -> false

/// Goes everywhere except where a unit has no effect: below sign(), whose argument may have any, and beside a plain 0, which
/// fits any, where only the comparison or the whole quotient is left.
let private hasEffect (expr: Expr) =
    match expr.Node with
    | Call({ Node = Name "sign" }, _) -> false
    | Compare _
    | Arithmetic(FloorDivide, _, _) -> not (List.exists isZero (parts expr))
    | _ -> true

/// The dimension of a name of a unit, a hole, or a number times a unit.
let private dimensionOf (variables: Set<string>) (expr: Expr) =
    match expr.Node with
    | Hole(HoleValue.Quantity q) -> Some q.Dimension
    | Name name when not (variables.Contains name) ->
        match UnitTable.tryFind name with
        | ValueSome unit -> Some unit.Dimension
        | ValueNone -> None
    | _ -> None

/// A unit that measures something else.
let private anotherUnit (dimension: Dimension) =
    Gen.elements [ "mV"; "second"; "nS"; "metre"; "kelvin"; "mole"; "candle"; "Hz"; "kilogram" ]
    |> Gen.filter (fun name -> (UnitTable.tryFind name).Value.Dimension <> dimension)

/// An expression with one dimension in it changed: what was done, and the result.
let private mutated (variables: Set<string>) (expr: Expr) : Gen<(string * Expr) option> =
    let sites =
        [
            for part, put in places hasEffect expr do
                match part.Node, dimensionOf variables part with
                | Name name, Some dimension ->
                    Gen.map
                        (fun other -> $"{name} has become {other}", put (Trees.name other))
                        (anotherUnit dimension)
                | Hole(HoleValue.Quantity q), Some dimension ->
                    Gen.map
                        (fun other ->
                            $"the value of a hole is now in {other}",
                            put (hole (Quantity(q.SIValue, (UnitTable.tryFind other).Value.Dimension))))
                        (anotherUnit dimension)
                | Arithmetic((Multiply | Divide), left, right), _ ->
                    match dimensionOf variables right with
                    | Some dimension when not (dimension.IsDimensionless || isZero left) ->
                        Gen.constant ($"the factor {Print.expression right} is left out", put left)
                    | _ -> ()
                | _ -> ()
        ]

    match sites with
    | [] -> Gen.constant None
    | sites -> Gen.elements sites |> Gen.bind id |> Gen.map Some

/// A model with one mistake, and the line of the equations, or the other text, in which it is.
[<StructuredFormatDisplay("{Text}")>]
type private Mutant =
    {
        What: string
        Model: Model
        Title: string
        Line: int
        IsDeclaration: bool
    }

    member mutant.Text =
        $"{mutant.What}, {mutant.Title} line {mutant.Line}\n{mutant.Model.Text}"

let private inEquations (model: Model) variables line =
    let definition = model.Definitions[line]

    let replaced changed =
        { model with Definitions = List.updateAt line changed model.Definitions }

    let mutant isDeclaration what changed =
        {
            What = what
            Model = replaced changed
            Title = "equations"
            Line = line + 1
            IsDeclaration = isDeclaration
        }

    let withForm make (what, right) =
        mutant false what { definition with Form = make right }

    let declaredOtherwise (dimension: Dimension) =
        Gen.map
            (fun other ->
                let unit = dimension * (UnitTable.tryFind other).Value.Dimension

                Some(
                    mutant
                        true
                        $"{definition.Name} is declared with another unit"
                        { definition with Unit = Float unit }
                ))
            (anotherUnit Dimension.None)

    match definition.Form, definition.Unit with
    | Parameter, _ -> Gen.constant None
    | Differential right, _ -> mutated variables right |> Gen.map (Option.map (withForm Differential))
    // its own name is not on the right, so that nothing there changes with the declaration
    | Subexpression right, Float dimension ->
        Gen.oneof
            [
                mutated variables right |> Gen.map (Option.map (withForm Subexpression))
                declaredOtherwise dimension
            ]
    | Subexpression _, _ -> Gen.constant None

let private mutant: Gen<Mutant> =
    gen {
        let! method = Gen.elements [ Method.Exact; Method.Euler; Method.Heun ]
        let! model = model method true
        let model = withHoles model
        let variables = "k" :: (model.Definitions |> List.map _.Name) |> set

        let inText title line place expr =
            mutated variables expr
            |> Gen.map (
                Option.map (fun (what, changed) ->
                    { What = what; Model = place changed; Title = title; Line = line; IsDeclaration = false })
            )

        let ofThreshold =
            match model.Threshold with
            | None -> Gen.constant None
            | Some threshold ->
                inText "threshold" 1 (fun changed -> { model with Threshold = Some changed }) threshold

        // a local may have any unit, so only assignments count
        let ofReset line =
            match model.Reset[line] with
            | Let _ -> Gen.constant None
            | Assign(name, span, operator, value) ->
                let replaced changed =
                    { model with
                        Reset = List.updateAt line (Assign(name, span, operator, changed)) model.Reset
                    }

                inText "reset" (line + 1) replaced value

        let! mutant =
            Gen.oneof
                [
                    for line in 0 .. model.Definitions.Length - 1 do
                        inEquations model variables line
                    ofThreshold
                    for line in 0 .. model.Reset.Length - 1 do
                        ofReset line
                ]

        return mutant
    }
    |> Gen.filter _.IsSome
    |> Gen.map _.Value

let private isRefused (mutant: Mutant) =
    let mistakes =
        try
            Session.Isolated(fun () -> hearing (fun () -> Simulations.group mutant.Model)) |> ignore
            []
        with :? ModelException as error ->
            List.ofSeq error.Diagnostics

    Expect.isNonEmpty mistakes "accepted"

    let places =
        mistakes |> List.map (fun mistake -> mistake.Span.Source.Title, mistake.Line)

    Expect.contains places (mutant.Title, mutant.Line) "the line concerned"

    // a variable that is declared otherwise may also be wrong where it is used
    if not mutant.IsDeclaration then
        Expect.allEqual places (mutant.Title, mutant.Line) "only the line concerned"

let tests =
    testList
        "a wrong unit is always found"
        [
            testPropertyWithConfig
                { FsCheckConfig.defaultConfig with maxTest = 200 * Depth.factor }
                "in well-typed models with one unit changed"
                (Prop.forAll (Arb.fromGen mutant) isRefused)
        ]
