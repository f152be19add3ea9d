/// Five hundred expressions as values of a variable, against Brian 2.
module Brian.Tests.Recorded.ArithmeticTests

open System
open System.Text.Json
open Expecto
open Brian
open Brian.Tests.Sessions
open Brian.Tests.Recorded.Recorded

/// What we do where we mean to differ from Brian 2.
type private Ours =
    | Gives of float list
    | Refuses

let private file = read "arithmetic"
let private context = required "context" file

let private same value = Gives [ value; value; value ]

/// Differences by intent: why ours is better, what the value is stored in, the expressions and what they give here.
let private different: (string * string * (string * Ours) list) list =
    [
        "two truths make 2", "1", [ "b+b", Gives [ 2.0; 0.0; 2.0 ] ]
        "text may go on in the next line",
        "1",
        [ "(x\n+1)", Gives [ -0.5; 1.0; 3.5 ]; "x\n+1", Gives [ -0.5; 1.0; 3.5 ] ]
        "infinities and NaN are numbers as in all floating-point arithmetic, constant or not",
        "1",
        [
            "1e308*10", same infinity
            "1/0", same infinity
            "x/0", Gives [ -infinity; nan; infinity ]
            "exp(1000)", same infinity
            "log(0)", same -infinity
            "sqrt(-1)", same nan
            "arcsin(2)", same nan
            "int(inf)", same infinity
            "clip(x/0,0,1)", Gives [ 0.0; nan; 1.0 ]
            "x%0", same nan
        ]
        "0/0 is NaN, never folded away",
        "1",
        [
            "0/x", Gives [ 0.0; nan; 0.0 ]
            "0.0/x", Gives [ 0.0; nan; 0.0 ]
            "x/x", Gives [ 1.0; nan; 1.0 ]
            "k//i", Gives [ -infinity; 2.0; 1.0 ]
            "k%i", Gives [ nan; 0.0; 1.0 ]
        ]
        "whole numbers have negative powers",
        "1",
        [
            "2**-1", same 0.5
            "10**-3", same 0.001
            "2**k", Gives [ 0.5; 4.0; 8.0 ]
            "2**-i", Gives [ 1.0; 0.5; 0.25 ]
            "i**-1", Gives [ infinity; 1.0; 0.5 ]
            "(-1)**k", Gives [ -1.0; 1.0; -1.0 ]
        ]
        "comparisons may be chained", "boolean", [ "0<x<1", Gives [ 0.0; 0.0; 0.0 ] ]
        "a literal 0 fits every unit", "boolean", [ "u<0", Gives [ 1.0; 1.0; 0.0 ] ]
        "a literal 0 fits every unit", "volt", [ "0", same 0.0; "u+0", Gives [ -0.07; -0.05; 0.01 ] ]
        "a number is no condition",
        "boolean",
        [ for number in [ "not x"; "x"; "i"; "k"; "1" ] -> number, Refuses ]
        "a condition in arithmetic is 0 or 1",
        "1",
        [
            "(x>0)*3", Gives [ 0.0; 0.0; 3.0 ]
            "x*(i==1)", Gives [ 0.0; 0.0; 0.0 ]
            "-b", Gives [ -1.0; 0.0; -1.0 ]
        ]
        "numbers have full precision", "1", [ "exp(b)", Gives [ exp 1.0; 1.0; exp 1.0 ]; "log(e)", same 1.0 ]
        "the quotient of equal units is a number",
        "1",
        [ "u//mV", Gives [ -71.0; -51.0; 10.0 ]; "u//(20*mV)", Gives [ -4.0; -3.0; 0.0 ] ]
        "rounding depends on the unit, so the unit is asked for",
        "volt",
        [ "floor(u)", Refuses; "ceil(u)", Refuses ]
        "mS is a unit", "siemens", [ "1*mS", same 0.001 ]
        "numbers do not become whole without a word",
        "integer",
        [ for number in [ "k/2"; "x"; "2.7"; "-2.7"; "u/mV" ] -> number, Refuses ]
        "whole numbers go on to 2**53",
        "integer",
        [ "2**31", same 2147483648.0; "2**40", same 1099511627776.0 ]
        "a leading zero changes nothing", "1", [ "0777", same 777.0 ]
        "min and max are functions",
        "1",
        [ "max(x,1)", Gives [ 1.0; 1.0; 2.5 ]; "min(x,1)", Gives [ -1.5; 0.0; 1.0 ] ]
    ]

let private intended =
    Map.ofList
        [
            for _, target, expressions in different do
                for expression, ours in expressions -> (target, expression), ours
        ]

/// What an expression gives here, or why it is refused.
let private evaluate (expression: string) (target: string) =
    Session.Isolated(fun () ->
        let variables = properties (required "variables" context)

        let declarations =
            [
                for name, variable in variables do
                    $"""{name} : {text (required "unit" variable)}"""
                $"y : {target}"
            ]

        let equations =
            Equations.Parse(String.Join("\n", declarations), constants (required "constants" context))

        let cells = NeuronGroup((required "N" context).GetInt32(), equations)

        assign
            cells
            (JsonSerializer.SerializeToElement(
                Map.ofList [ for name, v in variables -> name, numbers (required "values" v) ]
            ))

        try
            cells["y"].Set(plainText expression)
            Ok(values cells "y")
        with :? ModelException as error ->
            Error error.Message)

let private flag name element =
    property name element |> Option.exists _.GetBoolean()

let private shown (values: float[]) =
    String.Join(" ", values |> Array.map (fun x -> x.ToString "R"))

/// What is wrong with one expression, if anything is.
let private difference group (entry: JsonElement) =
    let expression = text (required "expression" entry)
    let target = text (required "target" entry)
    let ours = evaluate expression target

    let compareWith (expected: float[]) =
        match ours with
        | Error message -> Some $"{expression} gives {shown expected}, refused here: {message}"
        | Ok values when Array.forall2 (isClose 1e-12) expected values -> None
        | Ok values -> Some $"{expression} gives {shown expected}, here {shown values}"

    let mustRefuse () =
        match ours with
        | Ok values -> Some $"{expression} is refused, here {shown values}"
        | Error _ -> None

    match Map.tryFind (target, expression) intended, property "result" entry with
    | Some(Gives values), _ -> compareWith (Array.ofList values)
    | Some Refuses, _ -> mustRefuse ()
    | None, None when expression = "rand()+rand()" -> None // tested with random numbers
    | None, None -> mustRefuse ()
    // random draws are not Brian's, and a last bit decides between two whole numbers
    | None, Some recorded when flag "random" entry || flag "rounding" entry ->
        match ours with
        | Ok values when values.Length = (numbers recorded).Length && Array.forall Double.IsFinite values ->
            None
        | Ok values -> Some $"{expression} gives finite numbers, here {shown values}"
        | Error message -> Some $"{expression} is refused: {message}"
    | None, Some recorded -> compareWith (numbers recorded)

let tests =
    testList
        "Expressions as Brian 2 evaluates them, or better"
        [
            for group, entries in properties (required "expressions" file) do
                testAlone $"{group}: every expression" (fun () ->
                    match items entries |> List.choose (difference group) with
                    | [] -> ()
                    | wrong -> failtest (String.Join("\n", wrong)))

            testAlone "two draws in one expression are two numbers" (fun () ->
                match evaluate "rand() - rand()" "1" with
                | Ok values -> Expect.all values (fun x -> x <> 0.0 && abs x < 1.0) "differences"
                | Error message -> failtest message)
        ]
