/// What can be wrong with names and units where the syntax is right: one function per mistake, so that wording lives in
/// one place. The rest of it is in DefinitionMistakes.
module internal Brian.Models.Mistakes

open System
open Brian

let quote (text: string) = "`" + text + "`"

/// A dimension as a message names it: "volt", "1/second", "1".
let nameOf (dimension: Dimension) = dimension.Name

/// A type as a message names it.
let describe valueType =
    match valueType with
    | Real dimension -> nameOf dimension
    | Whole -> nameOf Dimension.None
    | Boolean -> "a condition"
    | Anything -> "anything"

let private isPlain valueType =
    match valueType with
    | Real dimension -> dimension.IsDimensionless
    | Whole -> true
    | Boolean
    | Anything -> false

/// Says of a type what its name does not.
let private explain valueType =
    if isPlain valueType then "a plain number" else ""

let evidence what why = ValueSome { What = what; Why = why }

/// A title and a way out.
let plain code (span: Span) title help =
    Diagnostic(code, span, title, ValueNone, ValueNone, help)

/// Mistakes in the order of their text.
let inOrder (mistakes: Diagnostic seq) =
    mistakes |> List.ofSeq |> List.sortBy _.Span.Start

/// The known name that a misspelt one most likely stands for. Names of one or two letters resemble too many others.
let nearest (name: string) (known: string seq) =
    match Spelling.nearest 1 name known with
    | [| found |] when name.Length > 2 || String.Equals(found, name, StringComparison.OrdinalIgnoreCase) ->
        ValueSome found
    | _ -> ValueNone

/// `v`, or one of `v`, `w`.
let oneOf (names: string seq) =
    match List.ofSeq names with
    | [ only ] -> quote only
    | several -> "one of " + String.Join(", ", List.map quote several)

// Names

let unknownName (span: Span) name suggestion =
    let help =
        match suggestion, WaysOut.unitLike name with
        | ValueNone, _ when (nearest name span.Source.HoleNames).IsSome ->
            $"the hole {{{(nearest name span.Source.HoleNames).Value}}}, if that is what you mean"
        | ValueSome near, Some unit when near <> unit -> $"{quote near}, or {quote unit} if you mean the unit"
        | ValueSome near, _ -> $"{quote near}, if that is what you mean"
        | ValueNone, Some unit -> $"{quote unit}, if you mean the unit"
        | ValueNone, None -> $"declaring it (`{name} : 1`), or putting the value in a hole: {{{name}}}"

    plain "BR0201" span $"there is no variable, constant, unit or function called {quote name}" help

let duplicate (span: Span) name (first: Span) =
    let position = first.Source.Position first.Start

    let place =
        match position.Script with
        | ValueSome place -> $", first in line {place.Line}"
        | ValueNone when Object.ReferenceEquals(first.Source, span.Source) ->
            $", first in line {position.Line}"
        | ValueNone -> ""

    plain
        "BR0202"
        span
        $"{quote name} is defined twice{place}"
        "another name for one of the two, or one definition less"

let reservedName span (name: string) meaning =
    let example =
        if name.StartsWith("xi", System.StringComparison.Ordinal) then
            "another name that does not begin with xi"
        else
            $"another name, for example {name}_1"

    plain "BR0203" span $"{quote name} already means {meaning} and cannot be declared" example

/// `call` is how it is called: clip(x, low, high).
let functionAsValue (span: Span) (call: string) =
    let name = call.Substring(0, call.IndexOf '(')
    plain "BR0204" span $"{quote name} is a function" $"calling it: {call}"

let variableAsFunction span name =
    plain
        "BR0205"
        span
        $"{quote name} is a variable, not a function"
        $"a product, if that is what you mean: {name}*(...)"

let unknownFunction span name suggestion =
    let help =
        match WaysOut.functionElsewhere name, suggestion with
        | Some here, _ -> here
        | None, ValueSome near -> $"{quote near}, if that is what you mean"
        | None, ValueNone ->
            $"one of exp, log, sin, cos, tanh, sqrt, abs, clip, rand, ...; or a Function of your own in a hole: {{{name}}}(...)"

    plain "BR0206" span $"there is no function called {quote name}" help

/// A name of a variable or constant behind a number, where a reader takes it for the unit of that name.
let unitOrVariable (span: Span) name kind number =
    plain
        "BR0243"
        span
        $"{quote span.Text} reads as a quantity, but {quote name} is a {kind} here"
        $"another name for the {kind}; or {name}*{number}, if the {kind} is meant"

let constantClash span name =
    plain
        "BR0207"
        span
        $"{quote name} is also the name of a constant given with these equations"
        "another name for one of the two: a name has one meaning"

// Dimensions

/// `divisor` is the constant or hole that the right-hand side is divided by, if it is one without a unit.
let wrongDerivative
    (span: Span)
    name
    (declared: Dimension)
    (found: Dimension)
    perSecond
    (divisor: string voption)
    =
    let rightHandSide = span.Text

    let inTime =
        if declared.IsDimensionless then
            "per second"
        else
            nameOf declared + " per second"

    let help =
        match divisor with
        | _ when found <> declared -> WaysOut.between rightHandSide found perSecond
        | ValueSome divisor -> $"giving {divisor} a unit of time, for example {divisor}*ms"
        | ValueNone -> $"dividing by a time constant, for example {WaysOut.factor rightHandSide}/tau"

    Diagnostic(
        "BR0208",
        span,
        $"d{name}/dt has the wrong dimension",
        evidence (nameOf found) (if found.IsDimensionless then "the right-hand side is dimensionless" else ""),
        evidence (nameOf perSecond) $"{name} is declared ': {nameOf declared}', so d{name}/dt is {inTime}",
        help
    )

let private isLiteral (text: string) =
    text |> Seq.forall (fun c -> Char.IsDigit c || c = '.')

/// A value that does not fit where it goes. `instead` is the way out, "" for the usual one.
let wrongUnit (span: Span) what found expected why instead =
    let usual =
        match found, expected with
        | (Real _ | Whole), Boolean when isLiteral span.Text -> "True or False"
        | (Real _ | Whole), Boolean -> $"a comparison, for example {span.Text} > 0"
        | Real unit, Whole when unit.IsDimensionless ->
            "int(...) or floor(...), to say how the number becomes whole"
        | Boolean, Real unit ->
            $"a number of that unit where the condition holds: {WaysOut.times span.Text unit}"
        | _, Real unit when isPlain found ->
            $"giving the number a unit, for example {WaysOut.times span.Text unit}"
        | Real found, Real expected -> WaysOut.between span.Text found expected
        | Real found, Whole ->
            $"dividing by a quantity of the same unit, for example {WaysOut.over span.Text found}"
        | _ -> ""

    let code, title, found, expected =
        match expected with
        | Boolean ->
            "BR0240",
            "must be a condition",
            evidence (describe found) (explain found),
            evidence "a condition" why
        | Whole when isPlain found ->
            "BR0241",
            "must be a whole number",
            evidence "a number" "it may have a fraction",
            evidence "a whole number" why
        | _ ->
            let why = if why = "" then explain expected else why

            "BR0209",
            "has the wrong unit",
            evidence (describe found) (explain found),
            evidence (describe expected) why

    Diagnostic(code, span, $"{what} {title}", found, expected, (if instead = "" then usual else instead))

/// Two parts that must have one unit: each with its text, its type and where it stands.
let partsDiffer
    code
    (span: Span)
    title
    (first: Span, firstType, firstPlace)
    (second: Span, secondType, secondPlace)
    =
    let unit valueType =
        match valueType with
        | Real unit when not unit.IsDimensionless -> ValueSome unit
        | _ -> ValueNone

    let help =
        match unit firstType, unit secondType with
        | ValueSome unit, ValueNone when isPlain secondType -> WaysOut.plainBeside second.Text unit
        | ValueNone, ValueSome unit when isPlain firstType -> WaysOut.plainBeside first.Text unit
        | ValueSome first, ValueSome unit -> WaysOut.between second.Text unit first
        | _ -> "a comparison on both sides, or on none"

    Diagnostic(
        code,
        span,
        title,
        evidence (describe secondType) $"{secondPlace}: {second.Text}",
        evidence (describe firstType) $"{firstPlace}: {first.Text}",
        help
    )

let sidesDiffer span operator (left, leftType) (right, rightType) =
    partsDiffer
        "BR0210"
        span
        $"{quote operator} needs the same unit on both sides"
        (left, leftType, "left of it")
        (right, rightType, "right of it")

let branchesDiffer span (consequence, consequenceType) (alternative, alternativeType) =
    partsDiffer
        "BR0242"
        span
        "both branches of if need the same unit"
        (consequence, consequenceType, "behind then")
        (alternative, alternativeType, "behind else")

let private argumentMistake (span: Span) name found (expected: string) why help =
    Diagnostic(
        "BR0211",
        span,
        $"{name} cannot take this argument",
        evidence (describe found) (explain found),
        evidence expected why,
        help
    )

/// An argument that is not in the unit of its parameter, `v` of `call`.
let wrongArgument parameter call (expected: Dimension) (span: Span) name found =
    let why =
        if expected.IsDimensionless then "a plain number" else $"{parameter} of {call}"

    let help =
        match found with
        | Real unit when expected.IsDimensionless ->
            $"dividing by a quantity of the same unit, for example {name}({WaysOut.over span.Text unit})"
        | _ when isPlain found -> $"giving it a unit, for example {WaysOut.times span.Text expected}"
        | _ when nameOf expected = "second" -> $"a time, for example {call}"
        | _ -> $"a value in {nameOf expected}"

    argumentMistake span name found (nameOf expected) why help

/// An argument whose unit follows from another's.
let unlikeArgument (span: Span) name found (other: string) expected =
    let help =
        match expected with
        | Real unit when isPlain found -> $"giving it a unit, for example {WaysOut.times span.Text unit}"
        | _ -> "giving all arguments one unit"

    argumentMistake span name found (describe expected) $"like {other}" help

let argumentNotWhole (span: Span) name found =
    argumentMistake
        span
        name
        found
        "a whole number"
        ""
        $"int({span.Text}) or floor({span.Text}), to say how it becomes whole"

/// A column of a timed array, counted from 0.
let noSuchColumn (span: Span) name columns (asked: float) why =
    Diagnostic(
        "BR0228",
        span,
        $"{name} has no column {asked}",
        evidence $"column {asked}" why,
        evidence (if columns = 1 then "column 0" else $"0 to {columns - 1}") "one column for each neuron",
        "a column for each neuron, or fewer neurons"
    )

let negativeMean (span: Span) functionName =
    Diagnostic(
        "BR0227",
        span,
        $"the mean of {functionName}(...) cannot be negative",
        evidence span.Text "",
        evidence "0 or more" "",
        "a mean that cannot become negative, such as max(x, 0)"
    )

let wrongArity (span: Span) name (parameters: string list) found =
    let count number =
        match number with
        | 0 -> "no argument"
        | 1 -> "1 argument"
        | several -> $"{several} arguments"

    let call = name + "(" + String.concat ", " parameters + ")"

    let help =
        match List.skip (min found parameters.Length) parameters with
        | [] when parameters.IsEmpty -> "nothing between the brackets"
        | [] -> $"taking away what stands behind {List.last parameters}"
        | missing -> "adding " + String.concat " and " missing

    Diagnostic(
        "BR0212",
        span,
        $"{name} takes {count parameters.Length}",
        evidence (count found) "",
        evidence call "",
        help
    )

let exponentWithUnit (span: Span) (unit: Dimension) =
    Diagnostic(
        "BR0213",
        span,
        "an exponent must be a plain number",
        evidence (nameOf unit) "",
        evidence "1" "a plain number",
        $"dividing it by a quantity of the same unit, for example {WaysOut.over span.Text unit}"
    )

let exponentNotConstant (span: Span) baseText (dimension: Dimension) =
    Diagnostic(
        "BR0214",
        span,
        "the exponent of a quantity with a unit must be a constant fraction",
        evidence span.Text $"the unit of {baseText}**{span.Text} would not be known",
        evidence "a number such as 2, -1 or 0.5" $"{baseText} is in {nameOf dimension}",
        $"making the base a plain number first: ({WaysOut.over baseText dimension})**{span.Text}"
    )

/// Dimensions are exact up to exponents of 31 bits.
let exponentTooLarge (span: Span) =
    Diagnostic(
        "BR0250",
        span,
        "the unit of this expression has too large an exponent",
        evidence
            $"a power above {Int32.MaxValue}"
            "of metre, kilogram, second, ampere, kelvin, mole or candela",
        ValueNone,
        "smaller exponents: those of all factors add up"
    )

/// `instead` is the way out, "" for the usual one; a constant is compared with something, anything else with 0.
let notACondition (span: Span) found isConstant instead =
    let usual =
        if isConstant then
            $"a comparison with it, for example x > {span.Text}"
        else
            $"a comparison, for example {span.Text} > 0"

    Diagnostic(
        "BR0215",
        span,
        "a condition is expected here",
        evidence (describe found) (explain found),
        evidence "a condition" "true or false",
        (if instead = "" then usual else instead)
    )
