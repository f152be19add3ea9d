/// The functions of the model language, one row each.
module internal Brian.Symbolic.Functions

open Brian
open Brian.Engine
open Brian.Symbolic.Expr

/// A function that model text can call.
type Function =
    {
        Name: string
        /// Each parameter with its unit; conditions given as arguments count as numbers.
        Parameters: (string * UnitRule) list
        Result: UnitRule
        /// The expression of a call.
        Build: Expr list -> Expr
    }

let private plain = UnitRule.Fixed Dimension.None

let private time = UnitRule.Fixed((UnitTable.tryFind "second").Value.Dimension)

let private squareRoot = UnitRule.Power(0, Rational(1, 2))

let private unary name op parameter result =
    {
        Name = name
        Parameters = [ "x", parameter ]
        Result = result
        Build = fun arguments -> Apply(op, arguments)
    }

/// Any unit, the same for all arguments, which is kept.
let private keeping name parameters build =
    {
        Name = name
        Parameters = parameters |> List.map (fun parameter -> parameter, UnitRule.Common)
        Result = UnitRule.Common
        Build = build
    }

/// A number out of a random stream.
let private draw name parameters random result =
    {
        Name = name
        Parameters = parameters |> List.map (fun parameter -> parameter, plain)
        Result = result
        Build = fun arguments -> Draw(random, 0, arguments)
    }

/// The number of whole steps in a duration; a thousandth of a step is forgiven, so that 3*0.1 ms counts as 3.
let stepsIn duration step =
    Apply(Op.Truncate, [ Divide(Add(duration, Multiply(Number 1e-3, step)), step) ])

let private rows =
    [
        keeping "abs" [ "x" ] (fun arguments -> Apply(Op.Absolute, arguments))
        unary "arccos" Op.Arccos plain plain
        unary "arcsin" Op.Arcsin plain plain
        unary "arctan" Op.Arctan plain plain
        unary "ceil" Op.Ceiling plain UnitRule.Whole
        unary "cos" Op.Cos plain plain
        unary "cosh" Op.Cosh plain plain
        unary "exp" Op.Exp plain plain
        unary "expm1" Op.Expm1 plain plain
        unary "exprel" Op.Exprel plain plain
        unary "floor" Op.Floor plain UnitRule.Whole
        unary "int" Op.Truncate plain UnitRule.Whole
        unary "log" Op.Log plain plain
        unary "log10" Op.Log10 plain plain
        unary "log1p" Op.Log1p plain plain
        unary "sign" Op.Sign UnitRule.Any UnitRule.Whole
        unary "sin" Op.Sin plain plain
        unary "sinh" Op.Sinh plain plain
        unary "sqrt" Op.SquareRoot UnitRule.Any squareRoot
        unary "tan" Op.Tan plain plain
        unary "tanh" Op.Tanh plain plain
        keeping "clip" [ "x"; "low"; "high" ] (function
            | [ x; low; high ] -> Apply(Op.Minimum, [ Apply(Op.Maximum, [ x; low ]); high ])
            | _ -> invalidOp "clip has three arguments")
        keeping "min" [ "a"; "b" ] (fun arguments -> Apply(Op.Minimum, arguments))
        keeping "max" [ "a"; "b" ] (fun arguments -> Apply(Op.Maximum, arguments))
        {
            Name = "timestep"
            Parameters = [ "t", time; "dt", time ]
            Result = UnitRule.Whole
            Build =
                function
                | [ duration; step ] -> stepsIn duration step
                | _ -> invalidOp "timestep has two arguments"
        }
        draw "rand" [] Uniform plain
        draw "randn" [] Gaussian plain
        draw "poisson" [ "mean" ] Poisson UnitRule.Whole
    ]

/// All functions by name.
let table = rows |> List.map (fun row -> row.Name, row) |> Map.ofList

/// What a hole or a constant brings along.
let ofCallable (callable: Callable) : Function =
    {
        Name = callable.Name
        Parameters = callable.Parameters
        Result = callable.Result
        Build = fun arguments -> Call(callable, arguments)
    }

/// Numbers the language knows by name.
let numbers =
    Map.ofList [ "pi", Number System.Math.PI; "e", Number System.Math.E; "inf", Number infinity ]
