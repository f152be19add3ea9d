/// Trees back to text with as few brackets as possible: parse after print is the identity.
module internal Brian.Print

open System
open System.Globalization
open System.Text
open Brian
open Brian.Ast
open Brian.Operators

/// Text under construction. Holes are shown with their value, or, for a source, as marks.
[<Sealed>]
type private Output(marksHoles: bool) =
    let text = StringBuilder()
    let holes = ResizeArray<Hole>()

    member this.Add(part: string) =
        text.Append part |> ignore
        this

    member this.AddHole(value: HoleValue, display: string) =
        if marksHoles then
            holes.Add { Offset = text.Length; Value = value; Display = lazy display }

            this.Add(string Source.HoleMark)
        else
            this.Add("{" + display + "}")

    member _.Text = text.ToString()
    member _.Holes = holes.ToArray()

let private invariant = CultureInfo.InvariantCulture

/// Digits without point or exponent, however large.
let private integer (value: float) = value.ToString("F0", invariant)

/// The shortest digits that read back as the same float, with a point or an exponent.
let private real (value: float) =
    let digits = value.ToString("R", invariant).Replace("E", "e").Replace("e+", "e")
    if digits.Contains '.' || digits.Contains 'e' then digits else digits + ".0"

let private display (value: HoleValue) =
    match value with
    | HoleValue.Quantity q -> q.ToString()
    | HoleValue.Integer n -> n.ToString invariant
    | HoleValue.Boolean b -> if b then "true" else "false"
    | HoleValue.Callable callable -> callable.Name
    | HoleValue.Fragment _ -> "equations"
    | HoleValue.Refused(found, _) -> found

// Strengths beyond those of the operators: `if` takes everything, a name nothing.
let private ifStrength = 0
let private atomStrength = 9

let private strength (node: Node) =
    match node with
    | Integer _
    | Real _
    | Boolean _
    | Hole _
    | Name _
    | Call _ -> atomStrength
    | Negate _ -> signStrength
    | Arithmetic(arithmetic, _, _) -> (ofArithmetic arithmetic).Strength
    | Compare _ -> less.Strength
    | Not _ -> notStrength
    | Logical(logical, _, _) -> (ofLogical logical).Strength
    | If _ -> ifStrength

let private spaced (operator: Infix) =
    if operator.Strength <= plus.Strength then
        $" {operator.Text} "
    else
        operator.Text

/// A part that must bind at least this tightly, in brackets where it does not.
let rec private part (out: Output) (least: int) (expr: Expr) : unit =
    if strength expr.Node < least then
        out.Add "(" |> ignore
        whole out expr
        out.Add ")" |> ignore
    else
        whole out expr

and private whole (out: Output) (expr: Expr) : unit =
    match expr.Node with
    | Integer value -> out.Add(integer value) |> ignore
    | Real value -> out.Add(real value) |> ignore
    | Boolean value -> out.Add(if value then "True" else "False") |> ignore
    | Hole value -> out.AddHole(value, display value) |> ignore
    | Name name -> out.Add name |> ignore
    | Negate inner ->
        out.Add "-" |> ignore
        part out signStrength inner
    | Not inner ->
        out.Add "not " |> ignore
        part out notStrength inner
    | Arithmetic(arithmetic, left, right) -> infix out (ofArithmetic arithmetic) left right
    | Logical(logical, left, right) -> infix out (ofLogical logical) left right
    | Compare(first, links) ->
        part out less.Right first

        for comparison, right in links do
            out.Add(spaced (ofComparison comparison)) |> ignore
            part out less.Right right
    | Call(callee, arguments) ->
        whole out callee
        out.Add "(" |> ignore

        arguments
        |> List.iteri (fun i argument ->
            (if i > 0 then out.Add ", " else out) |> ignore
            whole out argument)

        out.Add ")" |> ignore
    | If(condition, consequence, alternative) ->
        out.Add "if " |> ignore
        part out (ifStrength + 1) condition
        out.Add " then " |> ignore
        part out (ifStrength + 1) consequence
        out.Add " else " |> ignore
        whole out alternative

and private infix (out: Output) (operator: Infix) (left: Expr) (right: Expr) : unit =
    let isRightToLeft = operator.Right = operator.Strength
    part out (if isRightToLeft then operator.Strength + 1 else operator.Strength) left
    out.Add(spaced operator) |> ignore

    match right.Node with
    // A sign behind an operator needs no brackets: 2**-x, a*-b.
    | Negate _ -> whole out right
    | _ -> part out operator.Right right

let private oneDefinition (out: Output) (definition: Definition) : unit =
    match definition.Form with
    | Differential value ->
        out.Add("d").Add(definition.Name).Add "/dt = " |> ignore
        whole out value
    | Subexpression value ->
        out.Add(definition.Name).Add " = " |> ignore
        whole out value
    | Parameter -> out.Add definition.Name |> ignore

    out.Add " : " |> ignore

    match definition.Unit with
    | Float dimension -> out.Add dimension.Name |> ignore
    | IntegerUnit -> out.Add "integer" |> ignore
    | BooleanUnit -> out.Add "boolean" |> ignore

    match definition.Flags with
    | [] -> ()
    | flags -> out.Add(" (").Add(String.Join(", ", flags |> List.map _.Text)).Add ")" |> ignore

let private oneStatement (out: Output) (statement: Statement) : unit =
    match statement with
    | Let(name, _, value) ->
        out.Add("let ").Add(name).Add " = " |> ignore
        whole out value
    | Assign(name, _, operator, value) ->
        let text =
            operator |> Option.map (fun o -> (ofArithmetic o).Text) |> Option.defaultValue ""

        out.Add(name).Add(" ").Add(text).Add "= " |> ignore
        whole out value

/// One item per line.
let private lines (write: Output -> 'T -> unit) (out: Output) (items: 'T list) : unit =
    items
    |> List.iteri (fun i item ->
        (if i > 0 then out.Add "\n" else out) |> ignore
        write out item)

let private text (write: Output -> 'T -> unit) (tree: 'T) : string =
    let out = Output false
    write out tree
    out.Text

let private source (title: string) (write: Output -> 'T -> unit) (tree: 'T) : Source =
    let out = Output true
    write out tree
    Source(title, out.Text, out.Holes, "", 0)

/// `(1 - v)/tau`; holes are shown with their values, `{10 ms}`.
let expression (expr: Expr) : string = text whole expr

/// `dv/dt = (1 - v)/tau : volt (unless refractory)`.
let definition (definition: Definition) : string = text oneDefinition definition

/// One definition per line.
let definitions (definitions: Definition list) : string = text (lines oneDefinition) definitions

/// One statement per line.
let statements (statements: Statement list) : string = text (lines oneStatement) statements

/// A source that parses to these definitions, holes included.
let toSource (definitions: Definition list) : Source =
    source "equations" (lines oneDefinition) definitions

/// A source that parses to this expression, holes included.
let expressionToSource (expr: Expr) : Source = source "expression" whole expr

/// A source that parses to these statements, holes included.
let statementsToSource (statements: Statement list) : Source =
    source "statements" (lines oneStatement) statements
