/// One linear equation x' = a x + b + sum g_k xi_k in closed form, for every a: rates may be zero, infinite, or differ from
/// neuron to neuron and from step to step.
module internal Brian.Integration.SingleEquation

open System
open Brian.Engine
open Brian.Models
open Brian.Symbolic
open Brian.Symbolic.Algebra
open Brian.Symbolic.Expr
open Brian.Integration.LinearRow

/// What a rate means over a step h: everything an update needs.
type private Rate =
    {
        /// e^(a h)
        Kept: Expr
        /// 1 - e^(a h)
        Approach: Expr
        /// The integral of e^(a s), h exprel(a h)
        Integral: Expr
        /// The root of the integral of e^(2 a s), the standard deviation that unit noise adds
        Deviation: Expr
    }

/// A rate computed in the kernel; the exponent is a h.
let private changing exponent =
    let elementary op exponent = Apply(op, [ exponent ])

    let integral exponent =
        multiply TimeStep (if exponent = zero then one else elementary Op.Exprel exponent)

    {
        Kept = if exponent = zero then one else elementary Op.Exp exponent
        Approach = Negate(elementary Op.Expm1 exponent)
        Integral = integral exponent
        Deviation = elementary Op.SquareRoot (integral (multiply (Number 2.0) exponent))
    }

/// A rate that does not change during a run: all of it is computed before, to the last digit, and stored for each neuron if
/// it depends on parameters.
let private fixedRate (rate: Expr) =
    let parameters = Coefficient.leaves rate

    let solve (dt: float) (values: float[]) =
        let valueOf leaf =
            values[List.findIndex ((=) leaf) parameters]

        let relaxation =
            ScalarExponential.relaxation (Coefficient.evaluate valueOf rate) (Double2.OfFloat dt)

        [| relaxation.Kept; relaxation.Approach; relaxation.Integral; relaxation.Deviation |]

    let names () =
        let text = ExprText.ofExpr (multiply rate TimeStep)

        [| $"exp({text})"; $"(1 - exp({text}))"; $"dt*exprel({text})"; $"sqrt(dt*exprel(2*({text})))" |]

    let propagator = Propagator(names, parameters, false, solve)
    let entry place = Entry(propagator, place)

    { Kept = entry 0; Approach = entry 1; Integral = entry 2; Deviation = entry 3 }

/// The pattern (target - x)/tau, which is solved by relaxation towards the target whatever tau is, 0 and infinity included.
let private relaxation (row: Row) =
    let x = row.Variable.Name

    let atom =
        function
        | Variable name when name = x -> ValueSome name
        | _ -> ValueNone

    match row.Drift with
    | Divide(numerator, tau) when not (Expr.exists (atom >> ValueOption.isSome) tau) ->
        match linear atom numerator with
        | Ok { Coefficients = coefficients; Rest = target } when
            Map.tryFind x coefficients = Some(Number -1.0)
            ->
            ValueSome(target, negate (divide one tau), negate (divide TimeStep tau))
        | _ -> ValueNone
    | _ ->
        // a number for a rate: the target is -b/a
        match CheckExpression.constant (coefficient row x) with
        | ValueSome a when a <> 0.0 ->
            let parts = gather Coefficient.isConstant row.Form.Rest

            let target =
                sum [ for factor, thing in parts -> multiply (divide factor (Number -a)) thing ]

            ValueSome(target, coefficient row x, multiply (Number a) TimeStep)
        | _ -> ValueNone

/// The divisor tau of an equation that is solved as (target - x)/tau.
let timeConstant (row: Row) =
    match row.Drift, relaxation row with
    | Divide(_, tau), ValueSome _ -> ValueSome tau
    | _ -> ValueNone

let private noise model (row: Row) rate =
    let noisy factor =
        multiply (multiply factor rate.Deviation) (gaussian model 0 row.Place)

    match Map.toList row.Noise with
    | [] -> zero
    | [ _, factor ] -> noisy factor
    | several ->
        let squares = sum [ for _, factor in several -> Multiply(factor, factor) ]
        noisy (Apply(Op.SquareRoot, [ squares ]))

/// Relaxation x + (target - x)(1 - e^(a h)), which lands on the target and never beyond, or x e^(a h) + b h exprel(a h), which
/// is right for every a; and one Gaussian for all noises together. The forcing does not depend on t.
let private solveWith rateOf (model: Model) (row: Row) : Expr =
    let x = Variable row.Variable.Name

    let mean, rate =
        match relaxation row with
        | ValueSome(target, rate, exponent) when target = zero ->
            let rate = rateOf rate exponent
            Multiply(x, rate.Kept), rate
        | ValueSome(target, rate, exponent) ->
            let rate = rateOf rate exponent
            Apply(Op.MultiplyAdd, [ subtract target x; rate.Approach; x ]), rate
        | ValueNone ->
            let a = coefficient row row.Variable.Name
            let rate = if a = zero then changing zero else rateOf a (multiply a TimeStep)
            let parts = gather Coefficient.isConstant row.Form.Rest

            add
                (multiply x rate.Kept)
                (sum [ for factor, thing in parts -> multiply (multiply rate.Integral factor) thing ]),
            rate

    add mean (noise model row rate)

/// The value after one time step; rates whose parts are all known before a run are worked out then.
let solve (isKnown: Expr -> bool) : Model -> Row -> Expr =
    solveWith (fun rate exponent ->
        if List.forall isKnown (Coefficient.leaves rate) then
            fixedRate rate
        else
            changing exponent)

/// The value after an elapsed time that is known only when it is needed.
let after (elapsed: Expr) (model: Model) (row: Row) : Expr =
    let atElapsed =
        substitute (function
            | TimeStep -> ValueSome elapsed
            | _ -> ValueNone)

    solveWith (fun _ exponent -> changing exponent) model row |> atElapsed
