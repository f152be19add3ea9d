/// Zeros by which equations would be divided. The exact solution for a time constant of +0 exists in (x_inf - x)/tau, where x
/// is x_inf at once; any other division by 0 leaves an equation without a solution.
module internal Brian.Integration.Zeros

open Brian
open Brian.Engine
open Brian.Models
open Brian.Symbolic.Expr
open Brian.Integration.LinearRow

/// The divisors in the arithmetic of an expression. Inside functions and choices a division by 0 may do no harm.
let rec private divisors expr =
    match expr with
    | Divide(a, b) -> b :: divisors a @ divisors b
    | Apply(Op.Power, [ a; Number n ]) when n < 0.0 -> a :: divisors a
    | Add(a, b)
    | Subtract(a, b)
    | Multiply(a, b) -> divisors a @ divisors b
    | Negate a -> divisors a
    | _ -> []

/// The parameters of which one 0 makes a divisor 0.
let rec private factors (divisor: Expr) =
    match divisor with
    | Variable name -> [ name ]
    | Multiply(a, b) -> factors a @ factors b
    | Divide(a, _)
    | Negate a
    | Apply(Op.SquareRoot, [ a ])
    | Apply(Op.Power, [ a; Number _ ]) -> factors a
    | _ -> []

/// A divisor of one equation.
type private Divisor =
    {
        Equation: Variable
        Expr: Expr
        /// A time constant of an equation that the exact method solves alone.
        MayBeZero: bool
    }

let private all (update: StateUpdate) (model: Model) =
    let timeConstants =
        if update.Method = "exact" then Exact.timeConstants model else []

    [
        for variable, right in model.Equations do
            for divisor in divisors right do
                {
                    Equation = variable
                    Expr = divisor
                    // the same place in the equation, not an equal expression elsewhere in it
                    MayBeZero =
                        timeConstants
                        |> List.exists (fun (_, tau) -> System.Object.ReferenceEquals(tau, divisor))
                }
    ]

/// What must hold for the values of a parameter.
type Rule =
    | Anything
    /// 0 is welcome, -0 is not: the reciprocals of the two are opposite infinities.
    | NotNegativeZero
    | NotZero

    /// Does a value break the rule?
    member this.Forbids(value: float) =
        match this with
        | Anything -> false
        | NotNegativeZero -> value = 0.0 && System.Double.IsNegative value
        | NotZero -> value = 0.0

/// The rules for the parameters of a model that the exact method integrates. With other methods a division by 0 is noticed
/// when it happens.
let rules (update: StateUpdate) (model: Model) : Map<string, Rule> =
    if update.Method <> "exact" then
        Map.empty
    else
        let isParameter name =
            model.Find name |> Option.exists (fun variable -> variable.Rule = Parameter)

        [
            for divisor in all update model do
                for name in List.filter isParameter (factors divisor.Expr) -> name, divisor.MayBeZero
        ]
        |> List.groupBy fst
        |> List.map (fun (name, uses) -> name, (if List.forall snd uses then NotNegativeZero else NotZero))
        |> Map.ofList

let private mistake (model: Model) (divisor: Divisor) =
    let span =
        model.SpanOf divisor.Expr |> ValueOption.defaultValue divisor.Equation.Span

    Diagnostic(
        "BR0303",
        span,
        $"d{divisor.Equation.Name}/dt is divided by 0",
        ValueNone,
        ValueSome { What = "a divisor other than 0"; Why = "" },
        "inf*second as a time constant, if nothing should change"
    )

/// Divisors that are 0 as written in the equations.
let mistakes (update: StateUpdate) (model: Model) : Diagnostic list =
    [
        for divisor in all update model do
            match CheckExpression.constant divisor.Expr with
            | ValueSome zero when zero = 0.0 && not (divisor.MayBeZero && System.Double.IsPositive zero) ->
                mistake model divisor
            | _ -> ()
    ]
