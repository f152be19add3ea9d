/// Trees of model text taken apart and put together again, and written as the text a user types.
module internal Brian.Tests.Soundness.Trees

open System
open System.Runtime.CompilerServices
open Brian
open Brian.Ast

let private nowhere: Span =
    { Source = Source.ofText "generated" "" "" 0; Start = 0; End = 0 }

let at (node: Node) : Expr = { Node = node; Span = nowhere }
let name (text: string) = at (Name text)
let call (functionName: string) arguments = at (Call(name functionName, arguments))
let hole (value: Quantity) = at (Hole(HoleValue.Quantity value))
let integer (n: int) = at (Integer(float n))
let calculate operator a b = at (Arithmetic(operator, a, b))
let plus = calculate Add
let minus = calculate Subtract
let times = calculate Multiply
let over = calculate Divide

/// x**p, with the exponent as people write it: 2, -1, 0.5.
let toThePower (exponent: float) x =
    let size = abs exponent
    let literal = at (if size = floor size then Integer size else Real size)
    calculate Power x (if exponent < 0.0 then at (Negate literal) else literal)

/// The tree of a text that is known to be good.
let parsed (text: string) : Expr =
    match Grammar.expression (Source.ofText "generated" text "" 0) with
    | Ok tree -> tree
    | Error mistakes -> failwith $"{text}: {mistakes}"

let define name form (unit: UnitOf) flags : Definition =
    {
        Name = name
        NameSpan = nowhere
        Form = form
        Unit = unit
        UnitSpan = nowhere
        Flags = flags |> List.map (fun text -> { Text = text; Span = nowhere })
        Span = nowhere
    }

let local name value = Let(name, nowhere, value)
let assign name operator value = Assign(name, nowhere, operator, value)

let parts (expr: Expr) : Expr list =
    match expr.Node with
    | Integer _
    | Real _
    | Boolean _
    | Hole _
    | Name _ -> []
    | Negate a
    | Not a -> [ a ]
    | Arithmetic(_, a, b)
    | Logical(_, a, b) -> [ a; b ]
    | Compare(first, links) -> first :: List.map snd links
    | Call(_, arguments) -> arguments
    | If(c, a, b) -> [ c; a; b ]

let withParts (expr: Expr) (parts: Expr list) : Expr =
    match expr.Node, parts with
    | Negate _, [ a ] -> at (Negate a)
    | Not _, [ a ] -> at (Not a)
    | Arithmetic(op, _, _), [ a; b ] -> at (Arithmetic(op, a, b))
    | Logical(op, _, _), [ a; b ] -> at (Logical(op, a, b))
    | Compare(_, links), first :: rest ->
        at (Compare(first, List.map2 (fun (op, _) operand -> op, operand) links rest))
    | Call(callee, _), arguments -> at (Call(callee, arguments))
    | If _, [ c; a; b ] -> at (If(c, a, b))
    | _ -> expr

/// Replaces leaves.
let rec mapLeaves (replacement: Expr -> Expr) (expr: Expr) : Expr =
    match parts expr with
    | [] -> replacement expr
    | parts -> withParts expr (List.map (mapLeaves replacement) parts)

/// The values in the holes through a function.
let mapHoles (change: Quantity -> Quantity) : Expr -> Expr =
    mapLeaves (fun leaf ->
        match leaf.Node with
        | Hole(HoleValue.Quantity q) -> hole (change q)
        | _ -> leaf)

let mapForm change (form: Form) =
    match form with
    | Differential right -> Differential(change right)
    | Subexpression right -> Subexpression(change right)
    | Parameter -> Parameter

let mapStatement change (statement: Statement) =
    match statement with
    | Let(name, span, value) -> Let(name, span, change value)
    | Assign(name, span, operator, value) -> Assign(name, span, operator, change value)

/// Every part of a tree, each with what the whole tree becomes when something else stands in its place. `enters` says
/// into which parts to go.
let rec places (enters: Expr -> bool) (expr: Expr) : (Expr * (Expr -> Expr)) list =
    [
        yield expr, id

        if enters expr then
            let all = parts expr

            for i, part in List.indexed all do
                for place, put in places enters part ->
                    place, (fun other -> withParts expr (List.updateAt i (put other) all))
    ]

/// The text of a source as C# and F# pass it on: with its values in holes.
let formattable (source: Source) : FormattableString =
    let format =
        source.Holes
        |> Array.indexed
        |> Array.foldBack (fun (k, hole) (text: string) ->
            text.Remove(hole.Offset, 1).Insert(hole.Offset, "{" + string k + "}"))
        <| source.Text

    let value hole : objnull =
        match hole.Value with
        | HoleValue.Quantity q -> box q
        | HoleValue.Integer n -> box n
        | HoleValue.Boolean b -> box b
        | HoleValue.Fragment fragment -> box fragment
        | HoleValue.Callable callable -> failwith $"{callable.Name} is not generated"
        | HoleValue.Refused(found, _) -> failwith found

    FormattableStringFactory.Create(format, Array.map value source.Holes)

let expressionText (expr: Expr) =
    formattable (Print.expressionToSource expr)

let statementsText (statements: Statement list) =
    formattable (Print.statementsToSource statements)

let definitionsText (definitions: Definition list) =
    formattable (Print.toSource definitions)
