/// From the arguments of a NeuronGroup to its model: every text checked, every mistake of all of them collected.
module internal Brian.BuildGroup

open System
open Brian.Integration
open Brian.Lowering
open Brian.Models
open Brian.Symbolic.Expr

/// The arguments of `NeuronGroup`, as given.
type Arguments =
    {
        N: int
        Equations: Equations
        Threshold: FormattableString | null
        Reset: FormattableString | null
        Refractory: Nullable<Quantity>
        RefractoryTime: FormattableString | null
        RefractoryWhile: FormattableString | null
        Method: Method | null
        Dt: Nullable<Quantity>
        Order: int
        Name: string | null
        File: string
        Line: int
    }

/// A checked group and what later texts of it can refer to.
type Built =
    {
        Group: GroupModel
        Scope: Scope.Scope
        /// The method chosen without being asked for.
        Choice: Choose.Choice option
    }

let private callMistake code arguments argument title expected help =
    CallMistake.diagnostic code arguments.File arguments.Line "NeuronGroup" argument title expected help

/// Mistakes that concern the arguments alone.
let private argumentMistakes arguments =
    let kinds =
        [
            if arguments.Refractory.HasValue then
                "refractory"
            if not (isNull arguments.RefractoryTime) then
                "refractoryTime"
            if not (isNull arguments.RefractoryWhile) then
                "refractoryWhile"
        ]

    let isTime (value: Quantity) =
        value.Dimension = Scope.second || (value.IsDimensionless && value.SIValue = 0.0)

    let duration name (value: Quantity) isGood expected example =
        if not (isTime value) then
            [
                callMistake
                    "BR0411"
                    arguments
                    $"{name} = {value}"
                    $"{name} is a time"
                    "second"
                    (if value.IsDimensionless then
                         $"a unit of time, for example {name} = {value}*ms"
                     else
                         $"a unit of time, for example {name} = {example}")
            ]
        elif not (isGood value.SIValue) then
            [
                callMistake
                    "BR0412"
                    arguments
                    $"{name} = {value}"
                    $"{name} must be {expected}"
                    ""
                    $"{name} = {example}"
            ]
        else
            []

    [
        if arguments.N < 1 then
            callMistake
                "BR0401"
                arguments
                $"N = {arguments.N}"
                "a group needs at least one neuron"
                "N >= 1"
                "N = 1 for a single neuron"

        if kinds.Length > 1 then
            callMistake
                "BR0413"
                arguments
                (String.concat ", " kinds)
                "a group has one kind of refractoriness"
                "refractory (a time), refractoryTime (an expression) or refractoryWhile (a condition)"
                "keeping one of them"

        match arguments.Reset with
        | null -> ()
        | reset when isNull arguments.Threshold ->
            callMistake
                "BR0414"
                arguments
                $"reset = $\"{reset.Format}\""
                "a reset needs a threshold"
                ""
                "a condition, for example threshold = $\"v > 1\""
        | _ -> ()

        if arguments.Refractory.HasValue then
            yield!
                duration
                    "refractory"
                    arguments.Refractory.Value
                    (fun period -> period >= 0.0 && Double.IsFinite period)
                    "finite and not negative"
                    "5*ms"

        if arguments.Dt.HasValue then
            yield!
                duration
                    "dt"
                    arguments.Dt.Value
                    (fun dt -> dt > 0.0 && Double.IsFinite dt)
                    "positive and finite"
                    "0.1*ms"
    ]

/// Puts plain subexpressions in place of their names, in the texts around the equations.
let inlineSubexpressions (model: Model) =
    substitute (function
        | Variable name ->
            match model.Find name with
            | Some { Rule = Subexpression right; ConstantOverDt = false } -> ValueSome right
            | _ -> ValueNone
        | _ -> ValueNone)

/// What names mean in the texts of a group.
let private scopeOf (model: Model) constants count isRefractory : Scope.Scope =
    { Scope.empty with
        Variables = model.Variables |> List.map (fun v -> v.Name, v.Type) |> Map.ofList
        Constants = constants
        Count = Some count
        IsRefractory = isRefractory
    }

/// The model of a group, without name and random stream yet. Raises ModelException with every mistake.
let build (arguments: Arguments) : Built =
    let mistakes = ResizeArray(argumentMistakes arguments)

    let keep fallback result =
        match result with
        | Ok value -> value
        | Error found ->
            mistakes.AddRange found
            fallback

    let definitions = arguments.Equations.DefinitionList
    let constants = arguments.Equations.ConstantValues
    let count = max 1 arguments.N

    let isRefractory =
        arguments.Refractory.HasValue
        || not (isNull arguments.RefractoryTime)
        || not (isNull arguments.RefractoryWhile)

    let closed = CheckEquations.run constants (Some count) isRefractory definitions
    mistakes.AddRange closed.Mistakes
    mistakes.AddRange(CheckEquations.unknownNames constants definitions closed)

    let model = closed.Model
    let scope = scopeOf model constants count isRefractory
    let inlined = inlineSubexpressions model

    let parsed (parse: Source -> Result<'tree, Diagnostic list>) check title (text: FormattableString) =
        Source.ofFormattable title text arguments.File arguments.Line |> parse |> Result.bind check

    let condition title instead text =
        parsed Grammar.expression (CheckCode.condition scope instead) title text
        |> keep (Truth true)
        |> inlined

    let resetStatements text =
        parsed Grammar.statements (CheckCode.statements model scope) "reset" text
        |> keep []
        |> List.map (function
            | SetLocal(local, right) -> SetLocal(local, inlined right)
            | SetVariable(variable, right) -> SetVariable(variable, inlined right))

    let firing =
        match arguments.Threshold with
        | null -> Silent
        | threshold ->
            let condition = condition "threshold" CheckCode.usual threshold

            match arguments.Reset with
            | null -> Spikes(condition, [])
            | reset -> Spikes(condition, resetStatements reset)

    let timeInstead found =
        if found = Real Scope.second then "refractoryTime, which takes a time" else ""

    let conditionInstead found =
        if found = Boolean then "refractoryWhile, which takes a condition" else ""

    let refractoriness =
        match arguments.RefractoryTime with
        | null ->
            match arguments.RefractoryWhile with
            | null when arguments.Refractory.HasValue -> Lasts arguments.Refractory.Value.SIValue
            | null -> NoRefractoriness
            | text -> While(condition "refractoryWhile" timeInstead text)
        | text ->
            let period =
                CheckCode.value scope "the refractory time" (Real Scope.second) conditionInstead

            parsed Grammar.expression period "refractoryTime" text |> keep zero |> inlined |> DrawnAtSpike

    let written =
        match firing with
        | Silent -> Set.empty
        | Spikes(_, statements) ->
            statements
            |> List.choose (function
                | SetVariable(name, _) -> Some name
                | SetLocal _ -> None)
            |> Set.ofList

    let choice, update =
        let none: StateUpdate = { Method = "none"; Values = [] }

        match arguments.Method with
        | _ when mistakes.Count > 0 || model.Equations.IsEmpty -> None, none
        | null ->
            match Choose.automatic written model with
            | Ok choice -> Some choice, choice.Update
            | Error unsuitable ->
                mistakes.AddRange unsuitable
                None, none
        | method -> None, Choose.named written model method.Name |> keep none

    mistakes.AddRange(Zeros.mistakes update model)

    if mistakes.Count > 0 then
        raise (ModelException(List.ofSeq mistakes))

    {
        Group =
            {
                Name = ""
                Count = arguments.N
                Stream = 0UL
                Model = model
                Update = if isRefractory then update else Frozen.never update
                Firing = firing
                Refractoriness = refractoriness
            }
        Scope = scope
        Choice = choice
    }
