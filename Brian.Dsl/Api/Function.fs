namespace Brian

open System
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open Brian.Engine
open Brian.Models

/// A function of your own for model text, written in F# or C#:
/// `let boltzmann = Function.Of("boltzmann", (fun v -> 1.0/(1.0 + exp(-(v + 40.0)/5.0))), mV, 1)`, then
/// `$"dm/dt = ({boltzmann}(v) - m)/{tau} : 1"`, or by name: `Equations.Parse(text, names(boltzmann))`.
/// Arguments come as numbers of the units given, and so does the result: v in mV here, whatever unit the model uses.
/// The result must depend on the arguments alone, since how often and in what order the function is called is not fixed: not for
/// neurons that a reset or an `if` leaves out, and once for all neurons when the arguments are the same for all. Calls come
/// from the thread that runs the simulation. An exception raised by the function ends the run (FunctionFailedException).
[<Sealed; StructuredFormatDisplay("{Display}")>]
type Function
    private (name: string, parameters: (string * ValueUnit) list, result: ValueUnit, code: UserFunction) =

    static let refuse code file line argument title expected help : 'a =
        CallMistake.refuse code file line "Function" argument title expected help

    /// Names for parameters: those of the code where it has some.
    static let namesOf (code: Delegate) =
        code.Method.GetParameters()
        |> Array.mapi (fun k parameter ->
            match parameter.Name with
            | NonNull name when not (name.StartsWith "delegateArg") -> name
            | _ -> $"x{k + 1}")

    static let checkName file line (name: string) =
        let isWord =
            name <> ""
            && not (Char.IsDigit name[0])
            && name |> Seq.forall (fun c -> Char.IsLetterOrDigit c || c = '_')

        if not isWord then
            refuse
                "BR0461"
                file
                line
                $"\"{name}\""
                "a function needs a name"
                "letters, digits and _, no digit first"
                "a name such as alpha_m"

        match Scope.reserved name with
        | ValueSome meaning ->
            refuse
                "BR0462"
                file
                line
                $"\"{name}\""
                $"`{name}` already means {meaning}"
                ""
                $"another name, for example my_{name}"
        | ValueNone -> ()

    static let checkUnit file line (argument: string) (place: int) (unit: ValueUnit) =
        match unit.Rule with
        | UnitRule.Fixed _ when not (unit.Scale > 0.0 && Double.IsFinite unit.Scale) ->
            refuse
                "BR0463"
                file
                line
                $"{argument} = {unit}"
                "a unit is positive and finite"
                ""
                "a unit such as mV, or 1 for a plain number"
        | UnitRule.Power(like, _) when like >= place ->
            refuse
                "BR0464"
                file
                line
                $"{argument} = {unit}"
                $"there is no argument {like + 1} before it"
                ""
                "an argument that comes before it, counted from 1"
        | _ -> ()

    static let make
        (name: string)
        (names: string[])
        (arguments: ValueUnit[])
        (result: ValueUnit)
        (body: FunctionBody)
        file
        line
        =
        checkName file line name
        let parameters = Array.zip names arguments |> List.ofArray

        if parameters.IsEmpty then
            refuse
                "BR0465"
                file
                line
                $"{name}()"
                "a function needs an argument"
                ""
                "a number in a hole: its value cannot change during a run"

        for place, (parameter, unit) in List.indexed parameters do
            checkUnit file line parameter place unit

        checkUnit file line "result" parameters.Length result

        if result.Rule = UnitRule.Any then
            refuse
                "BR0466"
                file
                line
                $"result = {result}"
                $"the result of {name} needs a unit"
                ""
                "a unit such as mV, 1 for a plain number, or ValueUnit.Like(1)"

        Function(name, parameters, result, UserFunction(name, parameters.Length, body))

    /// <summary>A function of one argument.</summary>
    /// <param name="name">What model text and messages call it when a hole holds it.</param>
    /// <param name="code">The function, from numbers to a number.</param>
    /// <param name="argument">The unit of the argument: mV, 1 for a plain number.</param>
    /// <param name="result">The unit of the result: 1/ms, 1 for a plain number.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    static member Of
        (
            name: string,
            code: Func<float, float>,
            argument: Quantity,
            result: Quantity,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        let units = [| ValueUnit.Of argument |]
        let result = ValueUnit.Of result

        let body = FunctionBody(fun x -> code.Invoke(units[0].FromSI x[0]) |> result.ToSI)

        make name (namesOf code) units result body file line

    /// <summary>A function of two arguments.</summary>
    /// <param name="name">What model text and messages call it when a hole holds it.</param>
    /// <param name="code">The function, from numbers to a number.</param>
    /// <param name="first">The unit of the first argument: mV, 1 for a plain number.</param>
    /// <param name="second">The unit of the second argument: mV, 1 for a plain number.</param>
    /// <param name="result">The unit of the result: 1/ms, 1 for a plain number.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    static member Of
        (
            name: string,
            code: Func<float, float, float>,
            first: Quantity,
            second: Quantity,
            result: Quantity,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        let units = [| ValueUnit.Of first; ValueUnit.Of second |]
        let result = ValueUnit.Of result

        let body =
            FunctionBody(fun x -> code.Invoke(units[0].FromSI x[0], units[1].FromSI x[1]) |> result.ToSI)

        make name (namesOf code) units result body file line

    /// <summary>A function of three arguments.</summary>
    /// <param name="name">What model text and messages call it when a hole holds it.</param>
    /// <param name="code">The function, from numbers to a number.</param>
    /// <param name="first">The unit of the first argument: mV, 1 for a plain number.</param>
    /// <param name="second">The unit of the second argument: mV, 1 for a plain number.</param>
    /// <param name="third">The unit of the third argument: mV, 1 for a plain number.</param>
    /// <param name="result">The unit of the result: 1/ms, 1 for a plain number.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    static member Of
        (
            name: string,
            code: Func<float, float, float, float>,
            first: Quantity,
            second: Quantity,
            third: Quantity,
            result: Quantity,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        let units = [| ValueUnit.Of first; ValueUnit.Of second; ValueUnit.Of third |]
        let result = ValueUnit.Of result

        let body =
            FunctionBody(fun x ->
                code.Invoke(units[0].FromSI x[0], units[1].FromSI x[1], units[2].FromSI x[2]) |> result.ToSI)

        make name (namesOf code) units result body file line

    /// <summary>A function of four arguments.</summary>
    /// <param name="name">What model text and messages call it when a hole holds it.</param>
    /// <param name="code">The function, from numbers to a number.</param>
    /// <param name="first">The unit of the first argument: mV, 1 for a plain number.</param>
    /// <param name="second">The unit of the second argument: mV, 1 for a plain number.</param>
    /// <param name="third">The unit of the third argument: mV, 1 for a plain number.</param>
    /// <param name="fourth">The unit of the fourth argument: mV, 1 for a plain number.</param>
    /// <param name="result">The unit of the result: 1/ms, 1 for a plain number.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    static member Of
        (
            name: string,
            code: Func<float, float, float, float, float>,
            first: Quantity,
            second: Quantity,
            third: Quantity,
            fourth: Quantity,
            result: Quantity,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        let units =
            [| ValueUnit.Of first; ValueUnit.Of second; ValueUnit.Of third; ValueUnit.Of fourth |]

        let result = ValueUnit.Of result

        let body =
            FunctionBody(fun x ->
                code.Invoke(
                    units[0].FromSI x[0],
                    units[1].FromSI x[1],
                    units[2].FromSI x[2],
                    units[3].FromSI x[3]
                )
                |> result.ToSI)

        make name (namesOf code) units result body file line

    /// <summary>A function of any number of arguments, which it takes as an array; arguments may be of any unit.</summary>
    /// <param name="name">What model text and messages call it when a hole holds it.</param>
    /// <param name="code">The function, from numbers to a number.</param>
    /// <param name="result">The unit of the result: mV, 1, ValueUnit.Like(1).</param>
    /// <param name="arguments">The unit of each argument: mV, 1, ValueUnit.Any, ValueUnit.Like(1).</param>
    static member OfArray
        (name: string, code: Func<float[], float>, result: ValueUnit, [<ParamArray>] arguments: ValueUnit[])
        =
        let body =
            FunctionBody(fun x ->
                let given = Array.zeroCreate x.Length

                for k in 0 .. x.Length - 1 do
                    given[k] <- arguments[k].FromSI x[k]

                code.Invoke given |> result.ToSI)

        let names = arguments |> Array.mapi (fun k _ -> $"x{k + 1}")
        make name names arguments result body "" 0

    /// The name it was given.
    member _.Name = name

    /// Name, arguments and result with their units: `boltzmann(v : mV) : 1`.
    override _.ToString() =
        let arguments =
            parameters |> List.map (fun (parameter, unit) -> $"{parameter} : {unit}")

        $"""{name}({String.Join(", ", arguments)}) : {result}"""

    member internal this.Display = this.ToString()

    interface ICallable with
        member _.Callable =
            {
                Name = name
                Parameters = parameters |> List.map (fun (parameter, unit) -> parameter, unit.Rule)
                Result = result.Rule
                Body = Code code
            }
