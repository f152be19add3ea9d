/// What to try where a unit or a name does not fit.
module internal Brian.Models.WaysOut

open System
open Brian

/// Does an expression need brackets before it is multiplied? Signs count outside brackets and holes only.
let private isSum (text: string) =
    let mutable depth = 0

    let mutable found =
        text.Contains " and " || text.Contains " or " || text.Contains "if " || text.Contains "not "

    for at in 0 .. text.Length - 1 do
        match text[at] with
        | '('
        | '{' -> depth <- depth + 1
        | ')'
        | '}' -> depth <- depth - 1
        | '+'
        | '-' when depth = 0 && at > 0 && text[at - 1] <> '*' && text[at - 1] <> 'e' -> found <- true
        | '<'
        | '>'
        | '=' when depth = 0 -> found <- true
        | _ -> ()

    found

/// The text in brackets where it needs them before a factor.
let factor (text: string) =
    if isSum text then $"({text})" else text

/// A number with a unit: `5*mV`, `5/metre`.
let times (text: string) (dimension: Dimension) =
    let unit = EverydayUnits.ofDimension dimension

    if unit.StartsWith "1/" then
        factor text + unit.Substring 1
    else
        $"{factor text}*{unit}"

/// A plain number by dividing by the unit: `v/mV`.
let over (text: string) (dimension: Dimension) =
    let unit = EverydayUnits.ofDimension dimension

    if unit.StartsWith "1/" then $"{factor text}*{unit.Substring 2}"
    elif unit.Contains '/' || unit.Contains "*" then $"{factor text}/({unit})"
    else $"{factor text}/{unit}"

let private second = (UnitTable.tryFind "second").Value.Dimension
let private root = Rational(1, 2)

/// What a time has to do with it.
let private byTime =
    [
        second, "dividing it by a time", "/tau"
        second.Power(-Rational.One), "multiplying it by a time", "*tau"
        second.Power root, "dividing it by the root of a time", "/tau**0.5"
        second.Power(-root), "multiplying it by the root of a time", "*tau**0.5"
    ]

/// Units of what a modeller has at hand as a factor.
let private factors =
    set
        [
            "volt"
            "amp"
            "siemens"
            "ohm"
            "farad"
            "coulomb"
            "metre"
            "metre**2"
            "metre**3"
            "mole"
            "kelvin"
        ]

let private isFactor (dimension: Dimension) = factors.Contains dimension.Name

/// What to do about a plain number beside a quantity: a name is declared without its unit, a number is written without it.
let plainBeside (text: string) (dimension: Dimension) =
    let isName =
        Seq.forall (fun c -> Char.IsAsciiLetterOrDigit c || c = '_') text && Char.IsAsciiLetter text[0]

    if isName then
        $"{text} declared `: {dimension.Name}`, or a plain number on the other side"
    else
        $"giving {text} a unit, for example {times text dimension}"

/// How to make a quantity of one dimension one of another; "" where no single factor says it.
let between (text: string) (found: Dimension) (expected: Dimension) =
    let ratio = found / expected

    match byTime |> List.tryFind (fun (dimension, _, _) -> dimension = ratio) with
    | Some(_, deed, sign) -> $"{deed}, for example {factor text}{sign}"
    | None when isFactor ratio -> $"dividing it by a quantity in {ratio.Name}"
    | None when isFactor (expected / found) -> $"multiplying it by a quantity in {(expected / found).Name}"
    | None when expected.IsDimensionless -> $"a plain number, for example {over text found}"
    | None -> $"a quantity in {expected.Name} in its place"

/// What functions of other languages are called here.
let private functionsElsewhere =
    Map.ofList
        [
            for names, here in
                [
                    "ln", "`log`, the natural logarithm"
                    "fabs", "`abs`"
                    "asin arcsine", "`arcsin`"
                    "acos arccosine", "`arccos`"
                    "atan", "`arctan`"
                    "sgn", "`sign`"
                    "trunc fix", "`int`"
                    "round rint", "`floor(x + 0.5)`"
                    "pow power", "`x**y`"
                    "square", "`x**2`"
                    "heaviside", "a comparison, which counts as 0 or 1: `int(x > 0)`"
                    "where ifelse select", "`if c then a else b`"
                    "maximum", "`max`"
                    "minimum", "`min`"
                    "random uniform", "`rand()`, from 0 to 1"
                    "normal gauss", "`randn()`, with mean 0 and standard deviation 1"
                    "sum mean", "a value of this neuron: equations do not reach the others"
                ] do
                for name in names.Split ' ' do
                    name, here
        ]

/// What a function with a name of another language is called here.
let functionElsewhere (name: string) = Map.tryFind name functionsElsewhere

/// The unit that a letter or a misspelt word most likely stands for: `V` - volt, `mVolt` - mvolt.
let unitLike (name: string) =
    match UnitTable.tryFindSymbol name with
    | ValueSome _ -> Array.tryHead (UnitTable.suggest name)
    | ValueNone when name.Length > 2 -> Array.tryHead (UnitTable.suggest name)
    | ValueNone -> None
