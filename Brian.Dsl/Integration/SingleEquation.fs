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
        /// The integral of e^(2 a s), the variance of unit noise
        Variance: Expr
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
        Variance = integral (multiply (Number 2.0) exponent)
    }

/// A rate that is a number: all of it is known before the run, to the last digit.
let private fixedRate (rate: Expr) =
    let solve (dt: float) _ =
        let exact = Coefficient.evaluate (fun _ -> nan) rate
        let exponent = exact .* Double2.OfFloat dt

        if Double.IsFinite exponent.High then
            let integral factor =
                let both = Array2D.create 2 2 Double2.Zero
                both[0, 0] <- factor .* exponent
                both[0, 1] <- Double2.OfFloat dt
                let exponential, _ = MatrixExponential.transition both []
                exponential

            let once = integral Double2.One
            let twice = integral (Double2.OfFloat 2.0)

            [|
                once[0, 0].Value
                (Double2.Negate(exact .* once[0, 1])).Value
                once[0, 1].Value
                twice[0, 1].Value
            |]
        else
            let kept = Scalar.Evaluate(Op.Exp, exponent.High)
            let integral = dt * Scalar.Evaluate(Op.Exprel, exponent.High)
            [| kept; 1.0 - kept; integral; integral |]

    let text = ExprText.ofExpr (multiply rate TimeStep)

    let names =
        [| $"exp({text})"; $"(1 - exp({text}))"; $"dt*exprel({text})"; $"dt*exprel(2*({text}))" |]

    let propagator = Propagator(names, [], solve)
    let entry place = Entry(propagator, place)

    { Kept = entry 0; Approach = entry 1; Integral = entry 2; Variance = entry 3 }

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

let private noise model (row: Row) rate =
    match Map.toList row.Noise with
    | [] -> zero
    | [ _, factor ] ->
        multiply (multiply factor (Apply(Op.SquareRoot, [ rate.Variance ]))) (gaussian model 0 row.Place)
    | several ->
        let squares = sum [ for _, factor in several -> Multiply(factor, factor) ]
        multiply (Apply(Op.SquareRoot, [ multiply squares rate.Variance ])) (gaussian model 0 row.Place)

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
            let rate = changing (multiply (coefficient row row.Variable.Name) TimeStep)
            let parts = gather Coefficient.isConstant row.Form.Rest

            add
                (multiply x rate.Kept)
                (sum [ for factor, thing in parts -> multiply (multiply rate.Integral factor) thing ]),
            rate

    add mean (noise model row rate)

/// The value after one time step; rates that are numbers are worked out before the run.
let solve: Model -> Row -> Expr =
    solveWith (fun rate exponent -> if Coefficient.isConstant rate then fixedRate rate else changing exponent)

/// The value after an elapsed time that is known only when it is needed.
let after (elapsed: Expr) (model: Model) (row: Row) : Expr =
    let atElapsed =
        substitute (function
            | TimeStep -> ValueSome elapsed
            | _ -> ValueNone)

    solveWith (fun _ exponent -> changing exponent) model row |> atElapsed

/// The solution as one would write it by hand: target + (x - target) exp(a dt).
let closedForm (row: Row) : Expr =
    let x = Variable row.Variable.Name
    let decay exponent = Apply(Op.Exp, [ exponent ])

    let mean, exponent =
        match relaxation row with
        | ValueSome(target, _, exponent) ->
            add target (multiply (subtract x target) (decay exponent)), exponent
        | ValueNone ->
            let exponent = multiply (coefficient row row.Variable.Name) TimeStep
            let kept = if exponent = zero then x else Multiply(x, decay exponent)
            add kept (multiply (changing exponent).Integral row.Form.Rest), exponent

    let deviation factor =
        multiply factor (Apply(Op.SquareRoot, [ (changing exponent).Variance ]))

    let noises =
        [ for name, factor in Map.toList row.Noise -> Multiply(deviation factor, Variable $"N_{name}") ]

    add mean (sum noises)
