/// What can be wrong with the writing of characters, holes, numbers and expressions: one function per mistake, the
/// wording here and nowhere else. Codes BR01xx; definitions, units and statements go on in LineMistakes.
module internal Brian.SyntaxMistakes

open Brian

/// A mistake on the way to its diagnostic.
[<Struct; NoEquality; NoComparison>]
type Draft = { Code: string; Place: Span; Title: string; Found: string; Expected: string }

let mistake (code: string) (span: Span) (title: string) =
    { Code = code; Place = span; Title = title; Found = ""; Expected = "" }

let evidence (found: string) (expected: string) (draft: Draft) =
    { draft with Found = found; Expected = expected }

/// One way out; reads on from "try".
let help (text: string) (draft: Draft) =
    let shown what =
        if what = "" then ValueNone else ValueSome { What = what; Why = "" }

    Diagnostic(draft.Code, draft.Place, draft.Title, shown draft.Found, shown draft.Expected, text)

let private value = "a name, a number, a hole or an opening bracket"
let private goOn = "an operator, or the end of the expression"

// ---- characters

let oddCharacter (odd: Characters.Odd) (span: Span) =
    let times = if odd.Count = 1 then "" else $", {odd.Count} times in this text"

    match odd.Kind with
    | Characters.LookAlike(name, write) ->
        mistake "BR0101" span "this character has another spelling in model text"
        |> evidence (name + times) write
        |> help $"writing {write}"
    | Characters.Invisible name ->
        mistake "BR0102" span "there is a character here that cannot be seen"
        |> evidence (name + times) ""
        |> help "deleting it, or typing the line again"
    | Characters.Foreign name ->
        mistake "BR0103" span "model text has no such character"
        |> evidence (name + times) "letters a-z and A-Z, digits, `_`, operators and brackets"
        |> help "another name; comments may hold any character"

// ---- holes

let refusedHole (span: Span) (found: string) (instead: string) =
    mistake "BR0104" span "this hole cannot be used"
    |> evidence found "a quantity, a number, true or false, a Function, a TimedArray, or Equations"
    |> help instead

let equationsInExpression (span: Span) =
    mistake "BR0105" span "equations cannot be part of an expression"
    |> evidence "a hole that holds Equations" "a quantity, a number, true or false"
    |> help "putting this hole on a line of its own: its equations then join these"

let holeOnItsOwnLine (span: Span) (found: string) =
    mistake "BR0106" span "a hole with equations stands on a line of its own"
    |> evidence found "the end of the line"
    |> help "moving the rest to the next line"

let holeAsName (span: Span) (found: string) =
    mistake "BR0107" span "a hole holds a value, so it cannot be defined"
    |> evidence found "a name, for example `v`, or a hole with Equations"
    |> help "writing the name into the text"

// ---- size

let tooDeep (span: Span) (limit: int) =
    mistake "BR0108" span "brackets or signs are nested too deeply"
    |> evidence $"more than {limit} levels" $"at most {limit} levels"
    |> help "naming a part of it on a line of its own: `part = ... : unit`"

let tooLong (span: Span) (limit: int) =
    mistake "BR0109" span "this expression is too long"
    |> evidence $"more than {limit} operators in a row" $"at most {limit} operators"
    |> help "naming a part of it on a line of its own: `part = ... : unit`"

let tooMany (span: Span) (limit: int) =
    mistake "BR0110" span $"there are more mistakes; these are the first {limit}"
    |> help "mending the first ones: others often go with them"

// ---- numbers

let numberTooLarge (span: Span) =
    mistake "BR0111" span "this number is too large"
    |> evidence "a number above 1.8e308" "a smaller number"
    |> help "a larger unit, or `inf` where infinity is meant"

let numberTooSmall (span: Span) =
    mistake "BR0112" span "this number is too small to differ from 0"
    |> evidence "a number below 4.9e-324" "0, or a larger number"
    |> help "a smaller unit, or 0"

let malformedNumber (span: Span) (found: string) =
    mistake "BR0113" span "this is not a number"
    |> evidence found "for example `10`, `0.5`, `1e-3`, `1_000` or `0x10`"
    |> help "at most one point, and `_` only between two digits"

// ---- expressions

let emptyExpression (span: Span) (title: string) =
    mistake "BR0120" span $"expected an expression, but the {title} is empty"
    |> help "for example `v > 1` for a condition, `5*rand()` for a value"

let missingOperand (span: Span) (found: string) =
    mistake "BR0121" span "a value is missing here"
    |> evidence found value
    |> help "adding the value, or taking away the sign before it"

let missingOperator (span: Span) (left: string) (right: string) =
    mistake "BR0122" span "an operator is missing between two values"
    |> evidence $"{left}, then {right}" goOn
    |> help "writing the `*` of a product: it is never left out"

let numberBeforeName (span: Span) (number: string) (name: string) =
    mistake "BR0123" span "an operator is missing between a number and a name"
    |> evidence $"`{number}`, then `{name}`" $"`{number}*{name}`"
    |> help $"writing `{number}*{name}`, or passing the quantity as a hole"

let neverClosed (span: Span) (found: string) =
    mistake "BR0124" span "this `(` is never closed"
    |> evidence found "`)`"
    |> help "adding the `)` that belongs to it"

let neverOpened (span: Span) (closing: char) =
    mistake "BR0125" span $"this `{closing}` was never opened"
    |> help "taking it away, or adding the opening bracket"

let caretAsPower (span: Span) =
    mistake "BR0126" span "`^` is not power; write `v**2`"
    |> evidence "`^`" "`**`"
    |> help "`**`, as in `v**2`"

let symbolForWord (span: Span) (symbol: string) (word: string) =
    mistake "BR0127" span "conditions are joined by words"
    |> evidence $"`{symbol}`" $"`{word}`"
    |> help (if word = "not" then "`not a`" else $"`a {word} b`")

let comparisonSpelling (span: Span) (symbol: string) (written: string) =
    mistake "BR0128" span "this comparison is spelled differently"
    |> evidence $"`{symbol}`" $"`{written}`"
    |> help $"`a {written} b`"

let equalsInExpression (span: Span) =
    mistake "BR0129" span "`=` cannot stand inside an expression; did you mean `==`?"
    |> evidence "`=`" goOn
    |> help "`==` to compare two values"

let pythonConditional (span: Span) =
    mistake "BR0130" span "the condition comes first: `if c then a else b`"
    |> evidence "`if` behind a value" goOn
    |> help "`if c then a else b` instead of `a if c else b`"

let incompleteIf (span: Span) (missing: string) (found: string) =
    mistake "BR0131" span $"this `if` has no `{missing}`"
    |> evidence found $"`{missing}`"
    |> help "`if c then a else b`: all three parts are needed"

let elseIf (span: Span) =
    mistake "BR0132" span "`elif` is written as two words"
    |> evidence "`elif`" "`else if`"
    |> help "`if c then a else if d then b else e`"

let strayWord (span: Span) (word: string) =
    mistake "BR0133" span $"this `{word}` has no `if`"
    |> evidence $"`{word}`" goOn
    |> help "`if c then a else b`"

let needsBrackets (span: Span) (word: string) =
    mistake "BR0134" span $"behind an operator, `{word}` needs brackets"
    |> evidence $"`{word}`" $"`({word} ...)`"
    |> help (if word = "not" then "`a == (not b)`" else "`a + (if c then x else y)`")

let index (span: Span) =
    mistake "BR0135" span "values are not picked with `[ ]`"
    |> evidence "`[`" goOn
    |> help "a parameter, `x : unit`: it has one value per neuron"

let squareBracket (span: Span) =
    mistake "BR0146" span "brackets in expressions are round"
    |> evidence "`[`" value
    |> help "`(` and `)`"

let attribute (span: Span) (part: string) =
    mistake "BR0136" span "names have no parts, so no `.` follows them"
    |> evidence "`.`" goOn
    |> help $"`{part}` alone if it is a function, or passing the value as a hole"

let strayComma (span: Span) =
    mistake "BR0137" span "`,` only separates the arguments of a function"
    |> evidence "`,`" goOn
    |> help "a point in decimal numbers, as in `0.5`"

let namedArgument (span: Span) (name: string) =
    mistake "BR0138" span "arguments are given by order, not by name"
    |> evidence $"`{name} =`" "the value alone"
    |> help $"leaving `{name} =` away"

let reservedWord (span: Span) (word: string) =
    mistake "BR0139" span $"`{word}` is a word of the language"
    |> evidence $"`{word}`" "a name"
    |> help $"another name, for example `{word}_`"

let quotationMark (span: Span) =
    mistake "BR0140" span "model text has no quotation marks"
    |> evidence "a quotation mark" "a name, a number, a hole or an operator"
    |> help "leaving the quotation marks away"

let colonInExpression (span: Span) =
    mistake "BR0141" span "an expression has no unit"
    |> evidence "`:`" goOn
    |> help "leaving the unit away: only equations declare units"

let underscoreName (span: Span) (name: string) =
    mistake "BR0142" span "names start with a letter"
    |> evidence $"`{name}`" "a letter, then letters, digits or `_`"
    |> help "moving the `_` to the end"

let unexpected (span: Span) (found: string) =
    mistake "BR0143" span $"{found} has no meaning here"
    |> evidence found "names, numbers, holes, operators and brackets"
    |> help (
        if found = "`{`" || found = "`}`" then
            "`(` and `)` for brackets, or `$` in front of the text for a hole"
        else
            "taking it away"
    )

let lineContinuation (span: Span) =
    mistake "BR0144" span "lines are not continued with a backslash"
    |> evidence "a backslash" "the next part of the expression"
    |> help "leaving it away: equations go on until their unit, brackets until they close"

let severalExpressions (span: Span) (found: string) =
    mistake "BR0145" span "there is more than one expression here"
    |> evidence found "the end of the text"
    |> help "keeping one of them, or joining them with `and`"
