/// The table of all mistakes by their stable codes, read from codes.txt.
module internal Brian.Codes

open System
open System.IO

/// A kind of mistake. What changes from message to message is `…` in its title. The models are pieces of a script.
type Row =
    {
        Code: string
        /// The heading it stands under.
        Group: string
        Title: string
        Why: string
        Wrong: string
        Right: string
    }

/// Lines without the indentation that all of them share, and without blank lines at both ends.
let private dedented (lines: string list) =
    lines
    |> List.map (fun line -> if line.Length > 4 then line.Substring 4 else "")
    |> String.concat "\n"
    |> _.Trim('\n')

/// Splits lines at those that do not begin with a blank: each of them with the indented lines that follow it.
let private sections (lines: string list) =
    List.foldBack
        (fun (line: string) (body, sections) ->
            if line = "" || line[0] = ' ' then
                line :: body, sections
            else
                [], (line, dedented body) :: sections)
        lines
        ([], [])
    |> snd

let private read () =
    use stream =
        match Reflection.Assembly.GetExecutingAssembly().GetManifestResourceStream "codes.txt" with
        | null -> invalidOp "codes.txt is not part of the library"
        | stream -> stream

    use reader = new StreamReader(stream)
    let lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split '\n' |> List.ofArray

    let rec rows group sections =
        match sections with
        | (heading: string, _) :: rest when heading.StartsWith "# " -> rows (heading.Substring 2) rest
        | (title: string, _) :: ("why", why) :: ("wrong", wrong) :: ("right", right) :: rest ->
            {
                Code = title.Substring(0, 6)
                Group = group
                Title = title.Substring 7
                Why = why
                Wrong = wrong
                Right = right
            }
            :: rows group rest
        | [] -> []
        | (line, _) :: _ -> invalidOp $"codes.txt: '{line}' needs why, wrong and right"

    match sections lines with
    | ("given", given) :: rest -> given, rows "" rest
    | _ -> invalidOp "codes.txt begins with 'given'"

let private table = lazy (read ())

/// What every model of the table may use.
let given = lazy (fst table.Value)

/// The rows, in the order of the codes.
let all = lazy (snd table.Value)

let private indented (text: string) =
    text.Split '\n' |> Array.map (fun line -> ("    " + line).TrimEnd()) |> String.concat "\n"

/// What a row says, as plain text.
let explain (code: string) =
    let known = all.Value

    match known |> List.tryFind (fun row -> row.Code = code.Trim('[', ']')) with
    | Some row ->
        $"{row.Code}: {row.Title}\n\n{row.Why}\n\nwrong\n{indented row.Wrong}\n\nright\n{indented row.Right}"
    | None -> $"There is no code {code}. The codes are {known.Head.Code} to {(List.last known).Code}."
