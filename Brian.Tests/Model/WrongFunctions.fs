/// Wrong uses of functions and timed arrays, beside the other wrong models.
module Brian.Tests.Model.WrongFunctions

open System
open Brian
open Brian.Units
open Brian.Tests.Sessions
open Brian.Tests.Model.WrongModels

let private file = "neurons.fsx"
let private line = 12

let private alpha =
    Function.Of("alpha", (fun v -> 0.1 * (v + 40.0) / (1.0 - Math.Exp(-(v + 40.0) / 10.0))), mV, 1 / ms)

let private ratio =
    Function.OfArray("ratio", (fun x -> x[0] / x[1]), 1, ValueUnit.Any, ValueUnit.Like 1)

let private current =
    TimedArray([| 0.0; 2.0; 1.0 |] * nA, 10 * ms, name = "current")

let private images =
    TimedArray(array2D [ [ 1.0; 2.0 ]; [ 3.0; 4.0 ] ], nA, 10 * ms, name = "images")

let private call title written (work: unit -> unit) =
    { Title = title; Written = written; Do = work }

/// A group of three neurons whose text has holes with these values.
let private holes title (text: FormattableString) =
    let make () =
        NeuronGroup(3, Equations(text, file = file, line = 3), file = file, line = 7) |> ignore

    let written =
        String.Format(
            text.Format,
            [| for value in text.GetArguments() -> box $"{{{(value :?> ICallable).Callable.Name}}}" |]
        )

    call title written make

/// The same with constants by name.
let private named title (text: string) =
    let constants =
        Constants.FromPairs [ "alpha", box alpha; "current", box current; "tau", box (10 * ms) ]

    call title text (fun () ->
        NeuronGroup(3, Equations.Parse(text, constants, file = file, line = 3), file = file, line = 7)
        |> ignore)

let private make title written (work: unit -> obj) =
    call title written (fun () -> work () |> ignore)

let private timed title written (values: Quantities) (dt: Quantity) =
    make title written (fun () -> TimedArray(values, dt, file = file, line = line))

let all =
    [
        "Functions and timed arrays",
        [
            holes "a function of a wrong unit" $"dn/dt = (1 - n)*{alpha}(n) : 1"
            holes "a result of a wrong unit" $"dn/dt = {alpha}(-40*mV)*mV : 1"
            holes "an argument too many" $"dn/dt = (1 - n)*{alpha}(-40*mV, n) : 1"
            holes "arguments of two units" $"dn/dt = {ratio}(1*mV, 2*nA)/ms : 1"
            holes "a function that is not called" $"dn/dt = (1 - n)*{alpha} : 1"
            named "a function that is not called, by name" "dn/dt = (1 - n)*alpha : 1"
            named "a function of your own, misspelt" "dn/dt = (1 - n)*alfa(-40*mV) : 1"
            named "a number called" "dn/dt = (1 - n)/tau(3) : 1"
            named "a function that is defined twice" "dn/dt = (1 - n)*alpha : 1\nalpha : Hz"
            holes "a timed array without its time" $"dI/dt = {current}/ms : amp"
            holes "a timed array of something else" $"dI/dt = ({current}(I) - I)/ms : amp"
            holes "more neurons than columns" $"dI/dt = ({images}(t, i) - I)/ms : amp"
            holes "a column that is not there" $"dI/dt = ({images}(t, 2) - I)/ms : amp"
            holes "a column that is no whole number" $"dI/dt = ({images}(t, t/second) - I)/ms : amp"
            call "exact integration of a function of the state" "{alpha}(v), method = Method.Exact" (fun () ->
                NeuronGroup(
                    3,
                    Equations($"dv/dt = -v*{alpha}(v) : volt", file = file, line = 3),
                    method = Method.Exact,
                    file = file,
                    line = 7
                )
                |> ignore)
            call
                "exact integration of a function of the time"
                "{alpha}(t*mV/ms), method = Method.Exact"
                (fun () ->
                    NeuronGroup(
                        3,
                        Equations($"dv/dt = (mV - v)*{alpha}(t*mV/ms) : volt", file = file, line = 3),
                        method = Method.Exact,
                        file = file,
                        line = 7
                    )
                    |> ignore)
            timed "a timed array of nothing" "TimedArray([||]*nA, 1*ms)" (Array.empty * nA) (1 * ms)
            timed
                "a timed array with a hole in it"
                "TimedArray([| 1.0; nan |]*nA, 1*ms)"
                ([| 1.0; nan |] * nA)
                (1 * ms)
            timed "a timed array by volts" "TimedArray([| 1.0 |]*nA, 1*mV)" ([| 1.0 |] * nA) (1 * mV)
            timed "a timed array that stands still" "TimedArray([| 1.0 |]*nA, 0*ms)" ([| 1.0 |] * nA) (0 * ms)
            make
                "columns of different lengths"
                "TimedArray.ForNeurons([ [| 1.0; 2.0 |]*nA; [| 1.0 |]*nA ], 1*ms)"
                (fun () ->
                    TimedArray.ForNeurons(
                        [ [| 1.0; 2.0 |] * nA; [| 1.0 |] * nA ],
                        1 * ms,
                        file = file,
                        line = line
                    ))
            make
                "columns of different units"
                "TimedArray.ForNeurons([ [| 1.0 |]*nA; [| 1.0 |]*mV ], 1*ms)"
                (fun () ->
                    TimedArray.ForNeurons(
                        [ [| 1.0 |] * nA; [| 1.0 |] * mV ],
                        1 * ms,
                        file = file,
                        line = line
                    ))
            make "no columns" "TimedArray.ForNeurons([], 1*ms)" (fun () ->
                TimedArray.ForNeurons([], 1 * ms, file = file, line = line))
            make "a function named like another" "Function.Of(\"exp\", ...)" (fun () ->
                Function.Of("exp", (fun x -> x), 1, 1, file = file, line = line))
            make "a function whose name is no word" "Function.Of(\"alpha m\", ...)" (fun () ->
                Function.Of("alpha m", (fun x -> x), 1, 1, file = file, line = line))
            make "a function without arguments" "Function.OfArray(\"one\", ..., 1)" (fun () ->
                Function.OfArray("one", (fun _ -> 1.0), 1))
            make "a unit of nothing" "Function.Of(\"f\", ..., 0*mV, 1)" (fun () ->
                Function.Of("f", (fun x -> x), (0 * mV), 1, file = file, line = line))
            make "a result of any unit" "Function.OfArray(\"f\", ..., ValueUnit.Any, 1)" (fun () ->
                Function.OfArray("f", (fun x -> x[0]), ValueUnit.Any, 1))
            make
                "an argument like a later one"
                "Function.OfArray(\"f\", ..., 1, ValueUnit.Like 2, mV)"
                (fun () -> Function.OfArray("f", Array.sum, 1, ValueUnit.Like 2, mV))
            make "a constant that holds many values" "Constants.From {| tau = [| 1; 2 |] |}" (fun () ->
                Constants.From {| tau = [| 1; 2 |] |})
            make "a constant that is no value at all" "Constants.From {| tau = Random() |}" (fun () ->
                Constants.From {| tau = Random() |})
            make "a constant with the name of something else" "Constants.From {| t = 1 |}" (fun () ->
                Constants.From {| t = 1 |})
        ]
    ]
