/// The characters model text is made of, and those that only look like them.
module internal Brian.Characters

open System
open System.Collections.Generic
open System.Globalization
open System.Text

/// Why a character does not belong into model text.
type Kind =
    /// It has an ASCII spelling: what it is called, what to write.
    | LookAlike of name: string * write: string
    /// It cannot be seen: what it is called.
    | Invisible of name: string
    /// Model text has no use for it: what it is called.
    | Foreign of name: string

/// A character that does not belong: its first place in the text and how often it stands there.
type Odd = { Offset: int; Length: int; Count: int; Kind: Kind }

/// Text as the grammar reads it: offsets as in the source, comments and every kind of blank as blanks,
/// odd characters (listed apart) as blanks too.
type Clean = { Text: string; Odd: Odd list }

/// Printable ASCII but for `#`, which starts a comment, blanks, line ends and holes.
let private isPlain (c: char) =
    (c >= ' ' && c <= '~' && c <> '#') || c = '\n' || c = '\t' || c = Source.HoleMark

let private lookAlikes =
    lazy
        let rows = Dictionary<char, struct (string * string)>()

        let all (characters: string) name write =
            for c in characters do
                rows[c] <- struct (name, write)

        let pairs (text: string) =
            for pair in text.Split ' ' do
                let write = pair.Substring 2
                rows[pair[0]] <- struct ($"the Greek letter {pair[0]}", $"`{write}`")

        pairs "α=alpha β=beta γ=gamma δ=delta ε=epsilon ζ=zeta η=eta θ=theta ι=iota κ=kappa λ=lambda μ=mu"
        pairs "ν=nu ξ=xi ο=omicron π=pi ρ=rho ς=sigma σ=sigma τ=tau υ=upsilon φ=phi χ=chi ψ=psi ω=omega"
        pairs "Γ=Gamma Δ=Delta Θ=Theta Λ=Lambda Ξ=Xi Π=Pi Σ=Sigma Φ=Phi Ψ=Psi ϑ=theta ϕ=phi ϵ=epsilon"
        all "µ" "the micro sign" "`u`, as in `us` or `uA`"
        all "ΩΩ" "the letter omega" "`ohm` for the unit, `Omega` for a name"
        all "∂" "the partial derivative sign" "`d`, as in `dv/dt`"
        all "−–—‐‑‒―﹣" "a typographic minus or dash" "`-`"
        all "×·⋅∙•∗" "a multiplication sign" "`*`"
        all "÷∕⁄" "a division sign" "`/`"
        all "∶" "a ratio sign" "`:`"
        all "√" "a root sign" "`sqrt(x)`"
        all "∞" "an infinity sign" "`inf`"
        all "≤≦⩽" "a less-or-equal sign" "`<=`"
        all "≥≧⩾" "a greater-or-equal sign" "`>=`"
        all "≠" "an unequal sign" "`!=`"
        all "≡" "an identity sign" "`==`"
        all "←≔" "an assignment arrow" "`=`"
        all "∧" "a logical and" "`and`"
        all "∨" "a logical or" "`or`"
        all "¬" "a logical not" "`not`"
        all "¹²³⁰⁴⁵⁶⁷⁸⁹⁻" "a raised character" "`**`, as in `x**2`"
        all "₀₁₂₃₄₅₆₇₈₉" "a lowered digit" "the digit itself, as in `v0`"
        all "′″ʹ" "a prime" "`dv/dt`, for a derivative"
        all "“”„«»‘’‚‹›" "a quotation mark" "no quotation marks"
        all "…" "an ellipsis" "every term"

        for Latin, Cyrillic in Seq.zip "aeopcyxisjABEKMHOPCTX" "аеорсухіѕјАВЕКМНОРСТХ" do
            rows[Cyrillic] <- struct ($"the Cyrillic letter {Cyrillic}", $"the Latin letter `{Latin}`")

        for c in '\uFF01' .. '\uFF5E' do
            rows[c] <- struct ($"the wide character {c}", $"`{char (int c - 0xFEE0)}`")

        rows

let private isInvisible (c: char) =
    (c >= '\u200B' && c <= '\u200F')
    || (c >= '\u202A' && c <= '\u202E')
    || (c >= '\u2060' && c <= '\u206F')
    || c = '\u061C'
    || c = '\u00AD'
    || c = '\uFEFF'

/// Marks that turn the direction of reading, and with it what a reader takes the text to say. Refused in comments too.
let private turnsDirection (c: char) =
    c = '\u200E'
    || c = '\u200F'
    || c = '\u061C'
    || (c >= '\u202A' && c <= '\u202E')
    || (c >= '\u2066' && c <= '\u2069')

let private isBlank (c: char) =
    c = '\r' || c = '\f' || c = '\v' || Char.GetUnicodeCategory c = UnicodeCategory.SpaceSeparator

let private codePoint (code: int) = $"U+{code:X4}"

let private classify (text: string) (offset: int) : struct (Kind * int) =
    let c = text[offset]

    if turnsDirection c then
        struct (Invisible $"a mark that turns the direction of reading ({codePoint (int c)})", 1)
    elif isInvisible c then
        struct (Invisible $"an invisible character ({codePoint (int c)})", 1)
    elif c = '\u2028' || c = '\u2029' then
        struct (Invisible $"a Unicode line separator ({codePoint (int c)})", 1)
    elif Char.IsControl c then
        struct (Invisible $"a control character ({codePoint (int c)})", 1)
    else
        match lookAlikes.Value.TryGetValue c with
        | true, struct (name, write) -> struct (LookAlike($"{name} ({codePoint (int c)})", write), 1)
        | _ ->
            match Rune.TryGetRuneAt(text, offset) with
            | true, rune -> struct (Foreign $"`{rune}` ({codePoint rune.Value})", rune.Utf16SequenceLength)
            | _ -> struct (Foreign $"half a character ({codePoint (int c)})", 1)

/// At most this many different odd characters are listed; more are of no help to a reader.
let private mostOdd = 20

let private cleanSlowly (source: Source) =
    let text = source.Text
    let out = text.ToCharArray()
    let odd = List<Odd>()
    let mutable inComment = false
    let mutable at = 0

    let note offset length kind =
        match odd.FindIndex(fun o -> o.Kind = kind) with
        | -1 when odd.Count < mostOdd -> odd.Add { Offset = offset; Length = length; Count = 1; Kind = kind }
        | -1 -> ()
        | known -> odd[known] <- { odd[known] with Count = odd[known].Count + 1 }

    while at < text.Length do
        let c = text[at]
        let mutable length = 1

        if c = '\n' then
            inComment <- false
        elif c = '\r' && not (at + 1 < text.Length && text[at + 1] = '\n') then
            // A carriage return alone ends a line too, as on old systems.
            inComment <- false
            out[at] <- '\n'
        elif inComment && not (turnsDirection c) then
            out[at] <- ' '
        elif c = '#' then
            inComment <- true
            out[at] <- ' '
        elif c = Source.HoleMark && source.HoleAt(at).IsNone then
            note at 1 (Foreign $"an object replacement character ({codePoint (int c)})")
            out[at] <- ' '
        elif isPlain c then
            ()
        elif isBlank c || (c = '\uFEFF' && at = 0) then
            out[at] <- ' '
        else
            let struct (kind, taken) = classify text at
            note at taken kind
            length <- taken
            Array.Fill(out, ' ', at, taken)

        at <- at + length

    { Text = String out; Odd = List.ofSeq odd }

/// Whether a piece of text, holes included, is made of the characters of model text alone.
let isOrdinary (text: ReadOnlySpan<char>) =
    let mutable i = 0

    // A plain loop: a search by vectors costs 14 ms of compilation in every process, and the parser costs more per character.
    while i < text.Length && isPlain text[i] do
        i <- i + 1

    i = text.Length

/// The text of a source as the grammar reads it. Time is linear; ordinary text is not copied.
let clean (source: Source) : Clean =
    let marks = source.Text.AsSpan().Count Source.HoleMark

    if marks = source.Holes.Length && isOrdinary (source.Text.AsSpan()) then
        { Text = source.Text; Odd = [] }
    else
        cleanSlowly source
