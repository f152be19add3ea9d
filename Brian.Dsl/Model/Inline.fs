/// Puts plain subexpressions in place of their names.
module internal Brian.Models.Inline

open System.Collections.Generic
open Brian
open Brian.Symbolic.Expr

/// The tree that an expression becomes: its height, and its parts, counted as often as they occur.
type private Size = { Height: int; Parts: float }

/// More parts than this are no equation any more: a dozen subexpressions that each use the one before twice have 10,000.
let private mostParts = 20_000.0

/// The subexpressions, each after those it uses; those that use each other in a circle are reported and left out.
let private ordered (report: Diagnostic -> unit) (rights: Map<string, Expr * Span>) =
    let result = ResizeArray<string>()
    let seen = HashSet<string>()

    let used name =
        variables (fst rights[name]) |> Seq.filter rights.ContainsKey |> List.ofSeq

    // the names on the way to the one at hand, innermost first, each with what it uses and has not been visited
    let rec visit (path: (string * string list) list) =
        match path with
        | [] -> ()
        | (name, []) :: outer ->
            result.Add name
            visit outer
        | (name, next :: others) :: outer ->
            let rest = (name, others) :: outer

            if List.exists (fun (on, _) -> on = next) path then
                let circle = next :: (path |> List.map fst |> List.takeWhile ((<>) next)) @ [ next ]
                report (DefinitionMistakes.cycle (snd rights[next]) (List.rev circle))
                visit rest
            elif seen.Add next then
                visit ((next, used next) :: rest)
            else
                visit rest

    for name in Map.keys rights do
        if seen.Add name then
            visit [ name, used name ]

    result

/// The same variables without names of plain subexpressions in their rules.
let subexpressions (report: Diagnostic -> unit) (all: Variable list) : Variable list =
    let rights =
        all
        |> List.choose (fun variable ->
            match variable.Rule with
            | Subexpression right when not variable.ConstantOverDt ->
                Some(variable.Name, (right, variable.Span))
            | _ -> None)
        |> Map.ofList

    let finished = Dictionary<string, Expr>()
    let sizes = Dictionary<string, Size>()

    let rec sizeOf expr =
        match expr with
        | Variable name when sizes.ContainsKey name -> sizes[name]
        | _ ->
            let parts = operands expr |> List.map sizeOf

            {
                Height = 1 + Seq.fold (fun height part -> max height part.Height) 0 parts
                Parts = 1.0 + Seq.sumBy _.Parts parts
            }

    let put =
        substitute (function
            | Variable name ->
                match finished.TryGetValue name with
                | true, right -> ValueSome right
                | _ -> ValueNone
            | _ -> ValueNone)

    let mayPut name span right =
        let size = sizeOf right
        let fits = size.Height <= Tokens.highestTree && size.Parts <= mostParts

        if not fits then
            report (DefinitionMistakes.tooLarge span name Tokens.highestTree mostParts)

        struct (fits, size)

    for name in ordered report rights do
        let right, span = rights[name]

        match mayPut name span right with
        | struct (true, size) ->
            finished[name] <- put right
            sizes[name] <- size
        | _ -> finished[name] <- Number nan

    let rule (variable: Variable) right =
        match mayPut variable.Name variable.Span right with
        | struct (true, _) -> put right
        | _ -> Number nan

    all
    |> List.map (fun variable ->
        match variable.Rule with
        | Parameter -> variable
        | Differential right -> { variable with Rule = Differential(rule variable right) }
        | Subexpression right when variable.ConstantOverDt ->
            { variable with Rule = Subexpression(rule variable right) }
        | Subexpression _ -> { variable with Rule = Subexpression finished[variable.Name] })
