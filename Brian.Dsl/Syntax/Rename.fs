/// Renames a name throughout definitions.
module internal Brian.Rename

open Brian.Ast

let rec private expression (name: string) replacement (expr: Expr) : Expr =
    let again = expression name replacement

    let node =
        match expr.Node with
        | Name found when found = name -> Name replacement
        | Integer _
        | Real _
        | Boolean _
        | Hole _
        | Name _ -> expr.Node
        | Negate operand -> Negate(again operand)
        | Arithmetic(operator, left, right) -> Arithmetic(operator, again left, again right)
        | Compare(first, links) ->
            Compare(again first, links |> List.map (fun (comparison, operand) -> comparison, again operand))
        | Not operand -> Not(again operand)
        | Logical(logical, left, right) -> Logical(logical, again left, again right)
        | Call(callee, arguments) -> Call(again callee, List.map again arguments)
        | If(condition, consequence, alternative) -> If(again condition, again consequence, again alternative)

    { expr with Node = node }

/// One definition with a name replaced on both sides.
let definition (name: string) (replacement: string) (definition: Definition) : Definition =
    let form =
        match definition.Form with
        | Differential right -> Differential(expression name replacement right)
        | Subexpression right -> Subexpression(expression name replacement right)
        | Parameter -> Parameter

    { definition with
        Name = (if definition.Name = name then replacement else definition.Name)
        Form = form
    }
