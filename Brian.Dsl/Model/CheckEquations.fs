/// Checks equations: from located definitions to a model, or every mistake in them.
module internal Brian.Models.CheckEquations

open System.Collections.Generic
open Brian
open Brian.Symbolic.Expr
open Brian.Models.CheckExpression

/// What checking equations gives. The model is sound when there are no mistakes and no free names.
type Checked =
    {
        Model: Model
        Mistakes: Diagnostic list
        /// Names without a meaning, each with its first use.
        Free: (string * Span) list
    }

let private perSecond (dimension: Dimension) = dimension / Scope.second

let private typeOf unit =
    match unit with
    | Ast.Float dimension -> Real dimension
    | Ast.IntegerUnit -> Whole
    | Ast.BooleanUnit -> Boolean

/// The flags of each kind of definition.
let private flagsOf =
    [
        "a differential equation", [ "unless refractory" ]
        "a subexpression", [ "shared"; "constant over dt" ]
        "a parameter", [ "constant"; "shared" ]
    ]

let private formName form =
    match form with
    | Ast.Differential _ -> "a differential equation"
    | Ast.Subexpression _ -> "a subexpression"
    | Ast.Parameter -> "a parameter"

/// Names and flags: what can be said of a definition alone.
let private declarationMistakes
    (seen: Dictionary<string, Span>)
    (constants: Map<string, HoleValue>)
    (definition: Ast.Definition)
    =
    let form = formName definition.Form
    let flags = flagsOf |> List.find (fun (name, _) -> name = form) |> snd

    [
        match Scope.reserved definition.Name with
        | ValueSome meaning -> Mistakes.reservedName definition.NameSpan definition.Name meaning
        | ValueNone -> ()

        if not (seen.TryAdd(definition.Name, definition.NameSpan)) then
            Mistakes.duplicate definition.NameSpan definition.Name seen[definition.Name]

        if constants.ContainsKey definition.Name then
            Mistakes.constantClash definition.NameSpan definition.Name

        match definition.Form, definition.Unit with
        | Ast.Differential _, (Ast.IntegerUnit | Ast.BooleanUnit) ->
            DefinitionMistakes.differentialNotReal definition.UnitSpan definition.Name
        | _ -> ()

        for flag in definition.Flags do
            if not (List.contains flag.Text flags) then
                DefinitionMistakes.unknownFlag flag.Span flagsOf form
    ]

/// The constant or hole without a unit that a right-hand side is divided by, if there is one: (1 - v)/{10}.
let private plainDivisor (scope: Scope.Scope) (right: Ast.Expr) =
    match right.Node with
    | Ast.Arithmetic(Ast.Divide, _, ({ Node = Ast.Hole _ } as divisor)) -> ValueSome divisor.Span.Text
    | Ast.Arithmetic(Ast.Divide, _, ({ Node = Ast.Name name } as divisor)) when
        scope.Constants.ContainsKey name
        ->
        ValueSome divisor.Span.Text
    | _ -> ValueNone

let private checkRule (collector: Collector) scope (definition: Ast.Definition) =
    match definition.Form with
    | Ast.Parameter -> Parameter
    | Ast.Subexpression right ->
        let typed = check collector Elsewhere scope right
        let declared = typeOf definition.Unit

        if not (fits declared typed) then
            Mistakes.wrongUnit
                right.Span
                definition.Name
                typed.Type
                declared
                "as declared behind the colon"
                ""
            |> collector.Mistakes.Add

        Subexpression(stored declared typed)
    | Ast.Differential right ->
        let typed = check collector (InEquation definition.Name) scope right

        match definition.Unit, typed.Type with
        | Ast.Float declared, (Real _ | Whole | Boolean) when not typed.IsZero ->
            let found =
                match typed.Type with
                | Real unit -> unit
                | _ -> Dimension.None

            let expected = perSecond declared

            if found <> expected then
                Mistakes.wrongDerivative
                    right.Span
                    definition.Name
                    declared
                    found
                    expected
                    (plainDivisor scope right)
                |> collector.Mistakes.Add
        | _ -> ()

        Differential(stored (Real Dimension.None) typed)

let private isDraw =
    function
    | Draw _ -> true
    | _ -> false

/// Rules that need all variables at once: sharing, random subexpressions, one noise in two equations.
let private wholeModelMistakes (spanOf: Expr -> Span voption) (variables: Variable list) =
    let differs name =
        Scope.refractoryVariables.ContainsKey name
        || variables |> List.exists (fun v -> not v.Shared && v.Name = name)

    let noiseUsers =
        [
            for variable in variables do
                match variable.Rule with
                | Differential right ->
                    match
                        tryPick
                            (function
                            | Noise "xi" as noise -> Some noise
                            | _ -> None)
                            right
                    with
                    | Some noise -> variable, spanOf noise |> ValueOption.defaultValue variable.Span
                    | None -> ()
                | Subexpression _
                | Parameter -> ()
        ]

    [
        for variable in variables do
            match variable.Rule with
            | Subexpression right when variable.Shared ->
                match Brian.Symbolic.Expr.variables right |> Seq.tryFind differs with
                | Some other -> DefinitionMistakes.sharedReadsNeuron variable.Span variable.Name other
                | None when exists ((=) Index) right ->
                    DefinitionMistakes.sharedReadsNeuron variable.Span variable.Name "i"
                | None -> ()
            | _ -> ()

            match variable.Rule with
            | Subexpression right when not variable.ConstantOverDt && exists isDraw right ->
                DefinitionMistakes.randomSubexpression variable.Span variable.Name
            | _ -> ()

        match noiseUsers with
        | (first, _) :: (second, span) :: _ -> DefinitionMistakes.noiseTwice span "xi" first.Name second.Name
        | _ -> ()
    ]

/// Checks definitions with the constants given by name.
/// The count of neurons is known inside a group; equations that stand alone have none and may use lastspike.
let run
    (constants: Map<string, HoleValue>)
    (count: int option)
    (isRefractory: bool)
    (definitions: Ast.Definition list)
    : Checked =
    let collector = Collector()
    let seen = Dictionary()
    definitions |> List.iter (declarationMistakes seen constants >> collector.Mistakes.AddRange)

    let scope: Scope.Scope =
        { Scope.empty with
            Variables = definitions |> List.map (fun d -> d.Name, typeOf d.Unit) |> Map.ofList
            Constants = constants
            Count = count
            IsRefractory = isRefractory
        }

    let hasFlag flag (definition: Ast.Definition) =
        definition.Flags |> List.exists (fun f -> f.Text = flag)

    let variables =
        [
            for definition in definitions ->
                {
                    Name = definition.Name
                    Type = typeOf definition.Unit
                    Rule = checkRule collector scope definition
                    UnlessRefractory = hasFlag "unless refractory" definition
                    Shared = hasFlag "shared" definition
                    Constant = hasFlag "constant" definition
                    ConstantOverDt = hasFlag "constant over dt" definition
                    Span = definition.NameSpan
                }
        ]
        |> Inline.subexpressions collector.Mistakes.Add

    let model =
        { Variables = variables; Spans = collector.Spans; Calculated = collector.Calculated }

    collector.Mistakes.AddRange(wholeModelMistakes model.SpanOf variables)

    {
        Model = model
        Mistakes = Mistakes.inOrder collector.Mistakes
        Free = [ for pair in collector.Free -> pair.Key, pair.Value ]
    }

/// The mistakes of a model that must stand on its own: free names have become unknown names.
let unknownNames
    (constants: Map<string, HoleValue>)
    (definitions: Ast.Definition list)
    (checkedEquations: Checked)
    =
    let scope: Scope.Scope =
        { Scope.empty with
            Variables = definitions |> List.map (fun d -> d.Name, typeOf d.Unit) |> Map.ofList
            Constants = constants
        }

    [
        for name, span in checkedEquations.Free ->
            Mistakes.unknownName span name (Mistakes.nearest name (Scope.candidates scope))
    ]
