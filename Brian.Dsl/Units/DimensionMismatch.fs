namespace Brian

open System

/// Script arithmetic does not fit: two quantities that have to have the same dimension do not, or something that has to
/// be a plain number is not. For a function such as `sin`, Right is the dimension of a plain number and RightText empty.
[<Sealed>]
type DimensionMismatchException
    internal (message: string, left: Dimension, leftText: string, right: Dimension, rightText: string) =
    inherit BrianException(message)

    /// Dimension of the left operand, or of what was found.
    member _.Left = left
    /// Dimension of the right operand, or of what was expected.
    member _.Right = right
    /// The left operand as it prints.
    member _.LeftText = leftText
    /// The right operand as it prints.
    member _.RightText = rightText

/// The wording of every mismatch.
module internal Mismatch =
    let private wayOut (left: Dimension) leftText (right: Dimension) rightText =
        if right.IsDimensionless then
            $"Give the plain number a unit, for example {rightText}*{EverydayUnits.ofDimension left}."
        elif left.IsDimensionless then
            $"Give the plain number a unit, for example {leftText}*{EverydayUnits.ofDimension right}."
        else
            $"Convert one of them first: {left.Name} times {(right / left).Name} is {right.Name}."

    let private between (problem: string) left leftText right rightText =
        let message =
            $"Cannot {problem}: the units do not match ({left} and {right}). {wayOut left leftText right rightText}"

        DimensionMismatchException(message, left, leftText, right, rightText)

    let calculate (operator: string) left leftText right rightText : exn =
        between $"calculate {leftText} {operator} {rightText}" left leftText right rightText

    let compare left leftText right rightText : exn =
        between $"compare {leftText} with {rightText}" left leftText right rightText

    let join left leftText right rightText : exn =
        between $"put {leftText} and {rightText} into one array" left leftText right rightText

    let convert (left: Dimension) leftText (right: Dimension) rightText : exn =
        let message =
            $"Cannot express {leftText} in {Excerpt.ofText rightText}: the units do not match ({left} and {right}). "
            + $"Use a unit of {left}, or divide by {(left / right).Name} first."

        DimensionMismatchException(message, left, leftText, right, rightText)

    let notPlain (use': string) (found: Dimension) foundText : exn =
        let message =
            $"{use'} needs a plain number but got {foundText} ({found}). Divide it by a unit first, for example by 1*{EverydayUnits.ofDimension found}."

        DimensionMismatchException(message, found, foundText, Dimension.None, "")
