/// What can be wrong with definitions, units and statements: one function per mistake. Codes BR015x to BR019x.
module internal Brian.LineMistakes

open Brian
open Brian.SyntaxMistakes

// ---- definitions

let missingUnit (span: Span) (found: string) =
    mistake "BR0150" span "a unit is missing: expected `: unit` at the end of the definition"
    |> evidence found "`:` and a unit"
    |> help "`: volt` for a potential, `: 1` for a plain number"

let missingColon (span: Span) (unit: string) =
    mistake "BR0151" span "the `:` before the unit is missing"
    |> evidence $"`{unit}`" $"`: {unit}`"
    |> help $"writing `: {unit}`"

let notByTime (span: Span) (below: string) =
    mistake "BR0152" span "derivatives are taken with respect to t only"
    |> evidence $"`/{below}`" "`/dt`"
    |> help "`dv/dt = ...`"

let missingD (span: Span) (name: string) =
    mistake "BR0153" span "a derivative starts with `d`"
    |> evidence $"`{name}/dt`" $"`d{name}/dt`"
    |> help $"`d{name}/dt = ...`"

let prime (span: Span) (name: string) =
    mistake "BR0154" span "a derivative is not written with a prime"
    |> evidence $"`{name}'`" $"`d{name}/dt`"
    |> help $"`d{name}/dt = ...`"

let secondDerivative (span: Span) =
    mistake "BR0155" span "only first derivatives can be written"
    |> evidence "a higher derivative" "`dv/dt`"
    |> help "two equations, `dv/dt = w : ...` and `dw/dt = ... : ...`"

let severalNames (span: Span) (name: string) =
    mistake "BR0156" span "one line defines one name"
    |> evidence "`,`" "`=` or `:`"
    |> help $"a line for each name, the first `{name} : 1`"

let semicolon (span: Span) =
    mistake "BR0157" span "definitions are not separated by `;`"
    |> evidence "`;`" "the end of the line"
    |> help "one definition per line"

let doubleEquals (span: Span) (name: string) =
    mistake "BR0166" span "a definition has a single `=`"
    |> evidence "`==`" "`=`"
    |> help $"`{name} = ... : unit`"

let statementInEquations (span: Span) (operator: string) =
    mistake "BR0158" span "this is a statement, not a definition"
    |> evidence $"`{operator}`" "`=` or `:`"
    |> help "moving it to the reset"

let notADefinition (span: Span) (found: string) =
    mistake "BR0159" span "this line defines nothing"
    |> evidence found "`dv/dt = ... : unit`, `x = ... : unit` or `x : unit`"
    |> help "one of the three forms"

let missingRightSide (span: Span) (found: string) =
    mistake "BR0160" span "nothing stands behind this `=`"
    |> evidence found "an expression"
    |> help "`x : unit` for a parameter, without the `=`"

let derivativeWithoutValue (span: Span) (name: string) =
    mistake "BR0161" span $"d{name}/dt has no right-hand side"
    |> evidence "`:`" "`=` and an expression"
    |> help $"`d{name}/dt = ... : unit`, or `{name} : unit` for a parameter"

let afterDefinition (span: Span) (found: string) =
    mistake "BR0162" span "the definition has ended before this"
    |> evidence found "the end of the line"
    |> help "one definition per line; flags stand in brackets, as in `(constant)`"

let commentSign (span: Span) (sign: string) =
    mistake "BR0167" span "comments start with `#`"
    |> evidence $"`{sign}`" "the end of the line, or `#`"
    |> help "`# ...`"

let emptyFlags (span: Span) =
    mistake "BR0163" span "there is no flag in these brackets"
    |> evidence "`()`" "a flag, for example `(constant)`"
    |> help "leaving the brackets away"

let malformedFlag (span: Span) (found: string) =
    mistake "BR0164" span "flags are words"
    |> evidence found "words, separated by commas"
    |> help "for example `(unless refractory)` or `(constant, shared)`"

let secondFlags (span: Span) =
    mistake "BR0165" span "all flags stand in one pair of brackets"
    |> evidence "a second `(`" "the end of the line"
    |> help "a comma between flags, as in `(constant, shared)`"

// ---- units

let unitExpected (span: Span) (found: string) =
    mistake "BR0170" span "a unit is missing here"
    |> evidence found "a unit, such as `volt` or `1/second`"
    |> help "`: volt` for a potential, `: 1` for a plain number"

let scaledUnit (span: Span) (name: string) (instead: string) =
    mistake "BR0171" span $"`{name}` is a scaled unit; use `{instead}`"
    |> evidence $"`{name}`" $"`{instead}`"
    |> help $"`{instead}`: it says what is measured; values may be given in any unit"

let quantityAsUnit (span: Span) (text: string) =
    let what = if Seq.exists System.Char.IsLetter text then "quantity" else "number"

    mistake "BR0172" span $"this is a {what}, not a unit"
    |> evidence $"`{text}`" "a unit without number, or `1`"
    |> help "leaving the number away; a plain number is declared `: 1`"

let unknownUnit (span: Span) (name: string) (near: string option) =
    match near with
    | Some near ->
        mistake "BR0173" span $"there is no unit `{name}`; did you mean `{near}`?"
        |> evidence $"`{name}`" $"`{near}`"
        |> help $"writing `{near}`"
    | None ->
        mistake "BR0173" span $"there is no unit `{name}`"
        |> evidence $"`{name}`" "for example `volt`, `amp`, `siemens`, `second`, `hertz`"
        |> help "`: 1` for a plain number"

let unitWord (span: Span) (name: string) (instead: string) =
    mistake "BR0174" span $"the type `{name}` is written `{instead}`"
    |> evidence $"`{name}`" $"`{instead}`"
    |> help $"`: {instead}`"

let unitExponent (span: Span) (found: string) =
    mistake "BR0175" span "the power of a unit is one number"
    |> evidence found "for example `**2`, `**-1`, `**0.5` or `**(1/2)`"
    |> help "brackets around a fraction, as in `second**(1/2)`"

let hugeExponent (span: Span) (limit: int) =
    mistake "BR0176" span "this power of a unit is too large"
    |> evidence $"more than {limit}" $"at most {limit}"
    |> help "looking at the unit again"

let caretInUnit (span: Span) =
    mistake "BR0177" span "`^` is not power; write `metre**2`"
    |> evidence "`^`" "`**`"
    |> help "`**`, as in `amp/metre**2`"

let sumOfUnits (span: Span) (found: string) =
    mistake "BR0178" span "units are not added"
    |> evidence found "`*`, `/` or `**` between units"
    |> help "the unit of one term: it is the unit of the sum"

let unitHole (span: Span) =
    mistake "BR0179" span "a hole cannot be a unit"
    |> evidence "a hole" "a unit in the text, such as `volt`"
    |> help "writing the unit itself"

let typeInProduct (span: Span) (name: string) =
    mistake "BR0180" span $"`{name}` stands alone, not in a product of units"
    |> evidence $"`{name}`" "units, such as `volt`"
    |> help $"`: {name}`, or units alone"

let flagsWithoutUnit (span: Span) =
    mistake "BR0181" span "a unit is missing before the flags"
    |> evidence "flags" "`: unit`, then the flags"
    |> help "for example `: volt (constant)`, or `: 1 (constant)`"

// ---- statements

let missingAssignment (span: Span) (name: string) (found: string) =
    mistake "BR0190" span $"`=` is missing behind `{name}`"
    |> evidence found "`=`, or `+=`, `-=`, `*=`, `/=`, `//=`, `%=`, `**=`"
    |> help $"`{name} = ...`"

let comparisonAsStatement (span: Span) (name: string) =
    mistake "BR0191" span "`==` compares, but a statement changes a variable"
    |> evidence "`==`" "`=`"
    |> help $"`{name} = ...`"

let ifStatement (span: Span) =
    mistake "BR0192" span "a statement cannot start with `if`"
    |> evidence "`if`" "a name"
    |> help "the condition inside the value: `v = if v > 1 then 0 else v`"

let increment (span: Span) (name: string) (operator: string) =
    mistake "BR0193" span $"`{operator}{operator}` does not change a variable"
    |> evidence $"`{operator}{operator}`" $"`{operator}=`"
    |> help $"`{name} {operator}= 1`"

let derivativeStatement (span: Span) =
    mistake "BR0194" span "a statement cannot set a derivative"
    |> evidence "a derivative" "a name"
    |> help "moving it to the equations"

let notAStatement (span: Span) (found: string) =
    mistake "BR0195" span "this is not a statement"
    |> evidence found "`name = expression`, or `let name = expression`"
    |> help "`v = 0`"

let secondAssignment (span: Span) =
    mistake "BR0199" span "one statement sets one variable"
    |> evidence "a second `=`" "the end of the line, or `;`"
    |> help "a statement for each variable, or `==` to compare"

let afterStatement (span: Span) (found: string) =
    mistake "BR0196" span "the statement has ended before this"
    |> evidence found "the end of the line, or `;`"
    |> help "one statement per line"

let unitInStatement (span: Span) =
    mistake "BR0197" span "statements have no unit"
    |> evidence "`:`" "the end of the line, or `;`"
    |> help "leaving the unit away: the variable has one already"

let letOperator (span: Span) (operator: string) =
    mistake "BR0198" span "`let` makes a new name, which has no value yet"
    |> evidence $"`{operator}`" "`=`"
    |> help "`let x = ...`"
