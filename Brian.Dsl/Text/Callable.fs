namespace Brian

open Brian.Engine

/// The unit of an argument or of the result of a function.
[<RequireQualifiedAccess>]
type internal UnitRule =
    | Fixed of Dimension
    | Any
    /// That of an argument, counted from 0, raised to a power.
    | Power of argument: int * exponent: Rational
    /// The one that all arguments have in common; the result is a whole number when they are.
    | Common
    /// None, and the value is a whole number.
    | Whole

/// What a call does.
type internal CallBody =
    /// Calls a function, with values in SI units.
    | Code of UserFunction
    /// Finds the sample in force at the time that is the first argument, in the column that is the second if there is one.
    /// `dt` is the time from one row to the next, in seconds.
    | Samples of Table * dt: float

/// Something from outside that model text can call: a function, a timed array.
type internal Callable =
    {
        Name: string
        Parameters: (string * UnitRule) list
        Result: UnitRule
        Body: CallBody
    }

    /// Does a call keep its value within a time step, although the time stands among its arguments?
    member this.IsHeld =
        match this.Body with
        | Samples _ -> true
        | Code _ -> false

    /// The same under another name.
    member this.Called(name: string) =
        let body =
            match this.Body with
            | Code code -> Code(UserFunction(name, code.Arity, code.Body))
            | Samples(table, dt) -> Samples(table.Called name, dt)

        { this with Name = name; Body = body }

/// A value for holes and constants that model text can call. Implemented by `Function` and `TimedArray`.
[<AllowNullLiteral>]
type internal ICallable =
    abstract Callable: Callable
