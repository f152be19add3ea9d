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
    mistakes |> Seq.sortBy _.Span.Start |> List.ofSeq

/// The known name that a misspelt one most likely stands for. Names of one or two letters resemble too many others.
let nearest (name: string) (known: string seq) =
    match Spelling.nearest 1 name known with
    | [| found |] when name.Length > 2 || String.Equals(found, name, StringComparison.OrdinalIgnoreCase) ->
        ValueSome found
    | _ -> ValueNone

let private meant suggestion otherwise =
    match suggestion with
    | ValueSome name -> $"{quote name}, if that is what you mean"
    | ValueNone -> otherwise

let listed (names: string seq) = String.Join(", ", Seq.map quote names)

// Names

let unknownName span name suggestion =
    plain
        "BR0201"
        span
        $"there is no variable, constant, unit or function called {quote name}"
        (meant suggestion $"declaring it (`{name} : 1`), or putting the value in a hole: {{{name}}}")

let duplicate (span: Span) name (first: Span) =
    let struct (line, _) = first.Source.Position first.Start

    let place =
        if Object.ReferenceEquals(first.Source, span.Source) then
            $", first in line {line}"
        else
            ""

    plain
        "BR0202"
        span
        $"{quote name} is defined twice{place}"
        "another name for one of the two, or one definition less"

let reservedName span (name: string) meaning =
    let example =
        if name.StartsWith "xi" then
            "another name that does not begin with xi"
        else
            $"another name, for example {name}_1"

    plain "BR0203" span $"{quote name} already means {meaning} and cannot be declared" example

let functionAsValue span name =
    plain "BR0204" span $"{quote name} is a function" $"calling it: {name}(...)"

let variableAsFunction span name =
    plain
        "BR0205"
        span
        $"{quote name} is a variable, not a function"
        $"a product, if that is what you mean: {name}*(...)"

let unknownFunction span name suggestion =
    plain
        "BR0206"
        span
        $"there is no function called {quote name}"
        (meant suggestion "one of exp, log, sin, cos, tanh, sqrt, abs, clip, rand, ...")

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

    let isName =
        rightHandSide |> Seq.forall (fun c -> Char.IsLetterOrDigit c || c = '_')

    let inTime =
        if declared.IsDimensionless then
            "per second"
        else
            nameOf declared + " per second"

    let help =
        match divisor with
        | _ when found <> declared -> ""
        | ValueSome divisor -> $"giving {divisor} a unit of time, for example {divisor}*ms"
        | ValueNone ->
            let quotient = if isName then $"{rightHandSide}/tau" else $"({rightHandSide})/tau"
            $"dividing by a time constant, for example {quotient}"

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
            $"a number of that unit where the condition holds: ({span.Text})*{nameOf unit}"
        | _, Real unit when isPlain found ->
            $"giving the number a unit, for example {span.Text}*{nameOf unit}"
        | _ -> ""

    let title, found, expected =
        match expected with
        | Boolean ->
            "must be a condition", evidence (describe found) (explain found), evidence "a condition" why
        | Whole when isPlain found ->
            "must be a whole number",
            evidence "a number" "it may have a fraction",
            evidence "a whole number" why
        | _ ->
            let why = if why = "" then explain expected else why
            "has the wrong unit", evidence (describe found) (explain found), evidence (describe expected) why

    Diagnostic("BR0209", span, $"{what} {title}", found, expected, (if instead = "" then usual else instead))

/// Two parts that must have one unit: each with its text, its type and where it stands.
let partsDiffer
    (span: Span)
    title
    (first: Span, firstType, firstPlace)
    (second: Span, secondType, secondPlace)
    =
    let unit valueType =
        match valueType with
        | Real unit when not unit.IsDimensionless -> ValueSome(nameOf unit)
        | _ -> ValueNone

    let help =
        match unit firstType, unit secondType with
        | ValueSome unit, ValueNone when isPlain secondType ->
            $"giving {second.Text} a unit: {second.Text}*{unit}"
        | ValueNone, ValueSome unit when isPlain firstType ->
            $"giving {first.Text} a unit: {first.Text}*{unit}"
        | _ -> ""

    Diagnostic(
        "BR0210",
        span,
        title,
        evidence (describe secondType) $"{secondPlace}: {second.Text}",
        evidence (describe firstType) $"{firstPlace}: {first.Text}",
        help
    )

let sidesDiffer span operator (left, leftType) (right, rightType) =
    partsDiffer
        span
        $"{quote operator} needs the same unit on both sides"
        (left, leftType, "left of it")
        (right, rightType, "right of it")

let branchesDiffer span (consequence, consequenceType) (alternative, alternativeType) =
    partsDiffer
        span
        "both branches of if need the same unit"
        (consequence, consequenceType, "behind then")
        (alternative, alternativeType, "behind else")

let wrongArgument (span: Span) functionName (found: Brian.Models.ValueType) (expected: string) why help =
    Diagnostic(
        "BR0211",
        span,
        $"{functionName} cannot take this argument",
        evidence (describe found) (explain found),
        evidence expected why,
        help
    )

let negativeMean (span: Span) functionName =
    Diagnostic(
        "BR0227",
        span,
        $"the mean of {functionName}(...) cannot be negative",
        evidence span.Text "",
        evidence "0 or more" "",
        ""
    )

let wrongArity (span: Span) name (parameters: string list) found =
    let count number =
        match number with
        | 0 -> "no argument"
        | 1 -> "1 argument"
        | several -> $"{several} arguments"

    let call = name + "(" + String.concat ", " parameters + ")"

    Diagnostic(
        "BR0212",
        span,
        $"{name} takes {count parameters.Length}",
        evidence (count found) "",
        evidence call "",
        ""
    )

let exponentWithUnit (span: Span) (unit: Dimension) =
    Diagnostic(
        "BR0213",
        span,
        "an exponent must be a plain number",
        evidence (nameOf unit) "",
        evidence "1" "a plain number",
        $"dividing it by a quantity of the same unit: {span.Text}/{nameOf unit}"
    )

let exponentNotConstant (span: Span) baseText (dimension: Dimension) =
    Diagnostic(
        "BR0214",
        span,
        "the exponent of a quantity with a unit must be a constant fraction",
        evidence span.Text $"the unit of {baseText}**{span.Text} would not be known",
        evidence "a number such as 2, -1 or 0.5" $"{baseText} is in {nameOf dimension}",
        $"making the base a plain number first: ({baseText}/{nameOf dimension})**{span.Text}"
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
