/// Trees as text without spans and with every bracket: `(+ a (* b c))`. Written independently of Print.
module internal Brian.Tests.Syntax.Shape

open System
open System.Globalization
open Brian
open Brian.Ast

let private number (x: float) =
    x.ToString("R", CultureInfo.InvariantCulture)

let private hole (value: HoleValue) =
    match value with
    | HoleValue.Quantity q -> $"{{{BitConverter.DoubleToInt64Bits q.SIValue:x} {q.Dimension.Name}}}"
    | HoleValue.Callable callable -> $"{{{callable.Name}}}"
    | other -> $"{{{other}}}"

let rec expression (expr: Expr) : string =
    match expr.Node with
    | Integer x -> number x
    | Real x -> "r" + number x
    | Boolean b -> string b
    | Hole value -> hole value
    | Name name -> name
    | Negate x -> $"(neg {expression x})"
    | Not x -> $"(not {expression x})"
    | Arithmetic(op, a, b) -> $"({op} {expression a} {expression b})"
    | Logical(op, a, b) -> $"({op} {expression a} {expression b})"
    | Compare(a, links) ->
        let links = links |> List.map (fun (op, b) -> $" {op} {expression b}")
        $"({expression a}{String.Concat links})"
    | Call(callee, arguments) ->
        $"""({expression callee}! {String.Join(' ', arguments |> List.map expression)})"""
    | If(c, a, b) -> $"(if {expression c} {expression a} {expression b})"

let definition (d: Definition) : string =
    let form =
        match d.Form with
        | Differential x -> $"d{d.Name}/dt {expression x}"
        | Subexpression x -> $"{d.Name} {expression x}"
        | Parameter -> d.Name

    let unit =
        match d.Unit with
        | Float dimension -> dimension.Name
        | IntegerUnit -> "integer"
        | BooleanUnit -> "boolean"

    let flags = d.Flags |> List.map (fun f -> $" [{f.Text}]")
    $"{form} : {unit}{String.Concat flags}"

let statement (s: Statement) : string =
    match s with
    | Let(name, _, x) -> $"let {name} {expression x}"
    | Assign(name, _, None, x) -> $"{name} {expression x}"
    | Assign(name, _, Some op, x) -> $"{name} {op} {expression x}"

let definitions (items: Definition list) =
    String.Join("\n", items |> List.map definition)

let statements (items: Statement list) =
    String.Join("\n", items |> List.map statement)
