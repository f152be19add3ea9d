/// The functions of the model language, one row each.
module internal Brian.Symbolic.Functions

open Brian
open Brian.Engine
open Brian.Symbolic.Expr

/// How a function treats units and kinds of numbers.
type Rule =
    /// Plain numbers in, a plain number out: exp, sin, ...
    | Pure
    /// The square root of the unit.
    | Root
    /// Keeps unit and kind: abs.
    | Keep
    /// Any unit in, a whole number out: sign.
    | SignOf
    /// All arguments share one unit, which is kept: clip, min, max.
    | Same
    /// A plain number or a condition in, a whole number out: int, floor, ceil.
    | ToWhole
    /// Two durations in, a whole number out: timestep.
    | Steps
    /// A plain number out of a random stream.
    | RandomNumber of Random
    /// A whole number out of a random stream; the argument is a plain number.
    | RandomCount of Random

/// A function of the model language.
type Function =
    {
        Name: string
        Parameters: string list
        Rule: Rule
        /// The expression of a call; conditions among the arguments are already numbers.
        Build: Expr list -> Expr
    }

let private unary name op rule =
    {
        Name = name
        Parameters = [ "x" ]
        Rule = rule
        Build = fun arguments -> Apply(op, arguments)
    }

let private draw name parameters random rule =
    {
        Name = name
        Parameters = parameters
        Rule = rule
        Build = fun arguments -> Draw(random, 0, arguments)
    }

/// The number of whole steps in a duration; a thousandth of a step is forgiven, so that 3*0.1 ms counts as 3.
let stepsIn duration step =
    Apply(Op.Truncate, [ Divide(Add(duration, Multiply(Number 1e-3, step)), step) ])

let private rows =
    [
        unary "abs" Op.Absolute Keep
        unary "arccos" Op.Arccos Pure
        unary "arcsin" Op.Arcsin Pure
        unary "arctan" Op.Arctan Pure
        unary "ceil" Op.Ceiling ToWhole
        unary "cos" Op.Cos Pure
        unary "cosh" Op.Cosh Pure
        unary "exp" Op.Exp Pure
        unary "expm1" Op.Expm1 Pure
        unary "exprel" Op.Exprel Pure
        unary "floor" Op.Floor ToWhole
        unary "int" Op.Truncate ToWhole
        unary "log" Op.Log Pure
        unary "log10" Op.Log10 Pure
        unary "log1p" Op.Log1p Pure
        unary "sign" Op.Sign SignOf
        unary "sin" Op.Sin Pure
        unary "sinh" Op.Sinh Pure
        unary "sqrt" Op.SquareRoot Root
        unary "tan" Op.Tan Pure
        unary "tanh" Op.Tanh Pure
        {
            Name = "clip"
            Parameters = [ "x"; "low"; "high" ]
            Rule = Same
            Build =
                function
                | [ x; low; high ] -> Apply(Op.Minimum, [ Apply(Op.Maximum, [ x; low ]); high ])
                | _ -> invalidOp "clip has three arguments"
        }
        {
            Name = "min"
            Parameters = [ "a"; "b" ]
            Rule = Same
            Build = fun arguments -> Apply(Op.Minimum, arguments)
        }
        {
            Name = "max"
            Parameters = [ "a"; "b" ]
            Rule = Same
            Build = fun arguments -> Apply(Op.Maximum, arguments)
        }
        {
            Name = "timestep"
            Parameters = [ "t"; "dt" ]
            Rule = Steps
            Build =
                function
                | [ duration; step ] -> stepsIn duration step
                | _ -> invalidOp "timestep has two arguments"
        }
        draw "rand" [] Uniform (RandomNumber Uniform)
        draw "randn" [] Gaussian (RandomNumber Gaussian)
        draw "poisson" [ "mean" ] Poisson (RandomCount Poisson)
    ]

/// All functions by name.
let table = rows |> List.map (fun row -> row.Name, row) |> Map.ofList

/// Numbers the language knows by name.
let numbers =
    Map.ofList [ "pi", System.Math.PI; "e", System.Math.E; "inf", infinity ]
