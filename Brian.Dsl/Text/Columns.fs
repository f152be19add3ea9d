/// How wide text is on a screen, so that carets stand below what they mean.
module internal Brian.Columns

open System
open System.Globalization
open System.Text

/// Characters that take two columns (Unicode Standard Annex 11, classes W and F): first and last of each range.
let private wide =
    [|
        struct (0x1100, 0x115F)
        struct (0x2E80, 0x303E)
        struct (0x3041, 0x33FF)
        struct (0x3400, 0x4DBF)
        struct (0x4E00, 0x9FFF)
        struct (0xA000, 0xA4CF)
        struct (0xA960, 0xA97F)
        struct (0xAC00, 0xD7A3)
        struct (0xF900, 0xFAFF)
        struct (0xFE30, 0xFE6F)
        struct (0xFF00, 0xFF60)
        struct (0xFFE0, 0xFFE6)
        struct (0x1F300, 0x1F64F)
        struct (0x1F680, 0x1F6FF)
        struct (0x1F900, 0x1F9FF)
        struct (0x20000, 0x3FFFD)
    |]

let private widthOf (rune: Rune) =
    match Rune.GetUnicodeCategory rune with
    | UnicodeCategory.NonSpacingMark
    | UnicodeCategory.EnclosingMark
    | UnicodeCategory.Format -> 0
    | _ when
        rune.Value >= 0x1100
        && wide |> Array.exists (fun (struct (a, b)) -> a <= rune.Value && rune.Value <= b)
        ->
        2
    | _ -> 1

/// The columns a text takes on a screen.
let width (text: string) =
    let mutable columns = 0

    for rune in text.EnumerateRunes() do
        columns <- columns + widthOf rune

    columns
