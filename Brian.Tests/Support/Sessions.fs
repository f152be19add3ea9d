/// Tests run side by side; each has a session of its own and hears its own notes only.
module Brian.Tests.Sessions

open System
open System.Runtime.CompilerServices
open System.Threading
open Brian
open Expecto

let private heard = AsyncLocal<ResizeArray<string> | null>()

let private listening =
    lazy
        (Log.Writer <-
            Action<string>(fun note ->
                match heard.Value with
                | null -> ()
                | notes -> notes.Add note))

/// A test with a session of its own: nothing made before it, 0.1 ms steps, no seed.
let testAlone name (body: unit -> unit) =
    testCase name (fun () ->
        listening.Force()
        Session.Isolated body)

/// What work returns, and the notes it wrote.
let hearing (work: unit -> 'result) : 'result * string list =
    listening.Force()
    let previous = heard.Value
    let notes = ResizeArray()
    heard.Value <- notes

    try
        work (), List.ofSeq notes
    finally
        heard.Value <- previous

/// Plain text as members that take model text want it.
let plainText (text: string) : FormattableString =
    FormattableStringFactory.Create(text.Replace("{", "{{").Replace("}", "}}"))

/// The mistakes that work raises.
let mistakesOf (work: unit -> 'result) : Diagnostic list =
    try
        work () |> ignore
        failtest "Nothing was raised."
    with :? ModelException as error ->
        List.ofSeq error.Diagnostics

/// The one mistake that work raises.
let mistakeOf work =
    match mistakesOf work with
    | [ mistake ] -> mistake
    | several -> failtest $"""{several.Length} mistakes: {String.Join("\n", several)}"""

/// Fails unless work raises an exception of this type or of one derived from it.
let raises<'error when 'error :> exn> (work: unit -> unit) what =
    try
        work ()
        failtest $"{what}: nothing was raised"
    with
    | :? 'error -> ()
    | :? AssertException -> reraise ()
    | other -> failtest $"{what}: {other.GetType().Name} was raised: {other.Message}"

/// Equal within a relative error, numbers that are none and infinities included.
let isClose (tolerance: float) (expected: float) (actual: float) =
    (Double.IsNaN expected && Double.IsNaN actual)
    || expected = actual
    || Double.IsFinite expected
       && Double.IsFinite actual
       && abs (expected - actual) <= tolerance * max (abs expected) (abs actual)

/// Fails with the first place where two sequences of numbers differ.
let allClose tolerance what (expected: float[]) (actual: float[]) =
    if expected.Length <> actual.Length then
        failtest $"{what}: {actual.Length} values, expected {expected.Length}"

    for k in 0 .. expected.Length - 1 do
        if not (isClose tolerance expected[k] actual[k]) then
            failtest $"{what}[{k}] is {actual[k]:R}, expected {expected[k]:R}"
