/// Finds the method for a model: the one asked for, or the first that fits.
module internal Brian.Integration.Choose

open System.Diagnostics
open Brian
open Brian.Models

/// The methods in the order in which they are tried, by name.
/// `written` are the parameters that a program changes during a run.
let private tried (written: Set<string>) : (string * Integrator) list =
    [ "exact", Exact.integrate written; "euler", Euler.integrate; "heun", Heun.integrate ]

/// All methods by name: those that are tried, and those that must be asked for.
let private methods (written: Set<string>) : (string * Integrator) list =
    tried written @ [ "splitting", Splitting.integrate written ]

/// What was chosen without being asked for, and why.
type Choice =
    {
        Update: StateUpdate
        /// Methods tried before and why each refused.
        PassedOver: (string * Refusal) list
        Seconds: float
    }

/// Where a refused term stands: its own place, else the definition of the first equation.
let private placeOf (model: Model) (refusal: Refusal) =
    let first, _ = model.Equations.Head
    refusal.Term |> ValueOption.bind model.SpanOf |> ValueOption.defaultValue first.Span

let private nothingFits (model: Model) (refusal: Refusal) =
    Diagnostic(
        "BR0302",
        placeOf model refusal,
        $"no method can integrate these equations: {refusal.Reason}",
        ValueNone,
        ValueNone,
        "a form in which white noise is a factor, such as sigma*xi"
    )

/// The first method that fits. Euler or Heun always does, since white noise was checked to enter linearly.
let automatic (written: Set<string>) (model: Model) : Result<Choice, Diagnostic list> =
    let clock = Stopwatch.StartNew()

    let rec tryNext passed candidates =
        match candidates with
        | [] -> Error [ for _, refusal in List.truncate 1 passed -> nothingFits model refusal ]
        | (name, integrate: Integrator) :: rest ->
            match integrate model with
            | Ok update ->
                Ok { Update = update; PassedOver = List.rev passed; Seconds = clock.Elapsed.TotalSeconds }
            | Error refusal -> tryNext ((name, refusal) :: passed) rest

    tryNext [] (tried written)

/// The mistake of asking for a method that cannot integrate the model.
let private unsuitable written (model: Model) name (refusal: Refusal) =
    let fitting =
        methods written
        |> List.filter (fun (_, integrate) -> (integrate model).IsOk)
        |> List.map (fun (name, _) ->
            "Method." + string (System.Char.ToUpperInvariant name[0]) + name.Substring 1)

    Diagnostic(
        "BR0301",
        placeOf model refusal,
        $"the method {name} cannot integrate these equations: {refusal.Reason}",
        ValueNone,
        ValueNone,
        (if fitting.IsEmpty then
             "a form in which white noise is a factor, such as sigma*xi"
         else
             String.concat " or " fitting + ", or no method at all: then one is chosen")
    )

/// The method asked for by name.
let named (written: Set<string>) (model: Model) (name: string) : Result<StateUpdate, Diagnostic list> =
    let _, integrate = methods written |> List.find (fun (known, _) -> known = name)

    integrate model |> Result.mapError (fun refusal -> [ unsuitable written model name refusal ])
