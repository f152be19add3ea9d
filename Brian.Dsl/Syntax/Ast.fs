/// Model text as written: a tree with a span on every node.
module internal Brian.Ast

open Brian

type Arithmetic =
    | Add
    | Subtract
    | Multiply
    | Divide
    | FloorDivide
    | Modulo
    | Power

type Comparison =
    | Less
    | LessOrEqual
    | Greater
    | GreaterOrEqual
    | Equal
    | NotEqual

type Logical =
    | And
    | Or

type Expr = { Node: Node; Span: Span }

and Node =
    /// A literal without point or exponent: 2.
    | Integer of float
    /// A literal with point or exponent: 2.0, 1e-3.
    | Real of float
    | Boolean of bool
    | Hole of HoleValue
    | Name of string
    | Negate of Expr
    | Arithmetic of Arithmetic * Expr * Expr
    /// a < b <= c is one node: the first operand and the links.
    | Compare of Expr * (Comparison * Expr) list
    | Not of Expr
    | Logical of Logical * Expr * Expr
    /// The callee is a name, or a hole that holds something to call.
    | Call of callee: Expr * arguments: Expr list
    /// if condition then a else b.
    | If of condition: Expr * consequence: Expr * alternative: Expr

/// The unit of a line, typed while it is parsed.
type UnitOf =
    | Float of Dimension
    | IntegerUnit
    | BooleanUnit

type Flag = { Text: string; Span: Span }

type Form =
    /// dv/dt = expr
    | Differential of Expr
    /// x = expr
    | Subexpression of Expr
    /// x
    | Parameter

/// One line of equations: `dv/dt = -v/tau : volt (unless refractory)`.
type Definition =
    {
        Name: string
        NameSpan: Span
        Form: Form
        Unit: UnitOf
        UnitSpan: Span
        Flags: Flag list
        Span: Span
    }

type Statement =
    /// let x = expr: a local of the block.
    | Let of name: string * nameSpan: Span * value: Expr
    /// v = expr, or v += expr when there is an operator.
    | Assign of name: string * nameSpan: Span * operator: Arithmetic option * value: Expr
