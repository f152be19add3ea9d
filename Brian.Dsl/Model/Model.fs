namespace Brian.Models

open System.Collections.Generic
open Brian
open Brian.Symbolic.Expr

/// What a value is.
type internal ValueType =
    /// A number with a dimension.
    | Real of Dimension
    /// A whole number.
    | Whole
    /// A condition.
    | Boolean
    /// Unknown yet (an open name), or already reported as wrong: fits everything.
    | Anything

/// How a variable gets its value.
type internal Rule =
    /// dv/dt
    | Differential of Expr
    /// Computed on demand.
    | Subexpression of Expr
    /// Set by the user, changed by resets.
    | Parameter

/// A variable of a model.
type internal Variable =
    {
        Name: string
        Type: ValueType
        Rule: Rule
        UnlessRefractory: bool
        Shared: bool
        Constant: bool
        /// A subexpression whose value is computed at the start of a step and kept.
        ConstantOverDt: bool
        Span: Span
    }

    /// Has memory of its own.
    member this.IsStored =
        match this.Rule with
        | Subexpression _ -> this.ConstantOverDt
        | Differential _
        | Parameter -> true

/// Checked equations: names resolved, dimensions proved, plain subexpressions put in place of their names.
type internal Model =
    {
        Variables: Variable list
        /// Where an expression stands in the text.
        Spans: Dictionary<Expr, Span>
        /// What numbers were calculated from, where they were written as functions of numbers.
        Calculated: Dictionary<Expr, Expr>
    }

    member this.Find(name: string) =
        this.Variables |> List.tryFind (fun v -> v.Name = name)

    /// Has a variable one value for all neurons?
    member this.IsShared(name: string) =
        this.Find name |> Option.exists _.Shared

    /// Can an expression have different values for two neurons?
    member this.Differs(expr: Expr) =
        exists
            (function
            | Index -> true
            | Variable name -> not (this.IsShared name)
            | _ -> false)
            expr

    /// The differential equations: name and right-hand side, in the order of the text.
    member this.Equations =
        this.Variables
        |> List.choose (fun v ->
            match v.Rule with
            | Differential right -> Some(v, right)
            | Subexpression _
            | Parameter -> None)

    /// Where an expression, or the first part of it that was written as such, stands.
    member this.SpanOf(expr: Expr) : Span voption =
        let rec find expr =
            match this.Spans.TryGetValue expr with
            | true, span -> ValueSome span
            | _ -> operands expr |> Seq.map find |> Seq.tryFind _.IsSome |> Option.defaultValue ValueNone

        find expr

/// A checked statement of a reset.
type internal Statement =
    /// let x = ...
    | SetLocal of string * Expr
    /// v = ..., in-place operators written out.
    | SetVariable of string * Expr
