namespace Brian

open System
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open System.Threading
open Microsoft.FSharp.Quotations
open Microsoft.FSharp.Quotations.Patterns
open Microsoft.FSharp.Reflection

/// The time step of groups that have none of their own.
[<Sealed>]
type DefaultClock internal () =

    /// 0.1 ms until you set something else.
    member _.dt
        with get () = Quantity(Session.Current.DefaultDt, Models.Scope.second)
        and set (value: Quantity) =
            if
                value.Dimension <> Models.Scope.second
                || not (value.SIValue > 0.0 && Double.IsFinite value.SIValue)
            then
                CallMistake.refuse
                    "BR0405"
                    ""
                    0
                    "defaultClock"
                    $"dt = {value}"
                    "a time step is a positive duration"
                    "second"
                    "defaultClock.dt <- 0.1*ms"

            Session.Current.DefaultDt <- value.SIValue

    override this.ToString() = $"defaultClock: dt = {this.dt}"

/// Text for members that take model text, kept in a variable: `Code.Of($"v = {vr}")`.
[<AbstractClass; Sealed>]
type Code private () =
    /// The text with its values.
    static member Of(text: FormattableString) = text

/// What a script needs besides the types: `open Brian.Script`.
module Script =

    /// The time step of groups that have none of their own.
    let defaultClock = DefaultClock()

    /// Model text kept in a variable: `let reset = code $"v = {vr}"`. Without `code` it would be a plain string.
    let code (text: FormattableString) = text

    /// Makes all random numbers follow from a number, for groups made after it. Counting of objects starts anew, so that
    /// the same script gives the same numbers.
    let seed (number: int) = Session.Current.UseSeed(uint64 number)

    /// Forgets all objects made before, so that `run` does not simulate them.
    let startScope () = Session.Restart()

    /// Prints why something is a mistake, with a wrong and a right model, by the code in its message: `explain "BR0208"`.
    let explain (code: string) = printfn $"{Codes.explain code}"

    /// Functions that know the line they are called from.
    [<AutoOpen>]
    type Functions private () =

        static member private MixOfOldAndNew(file, line, seen: NeuronGroup[], fresh: NeuronGroup[]) =
            let list (groups: NeuronGroup[]) =
                String.Join(
                    ", ",
                    groups
                    |> Array.map (fun g -> if g.Place = "" then g.Name else $"{g.Name} made at {g.Place}")
                )

            CallMistake.refuse
                "BR0406"
                file
                line
                "run"
                $"{seen.Length} old, {fresh.Length} new"
                "some groups have been simulated before and some are new: continue or start anew?"
                $"groups simulated before, such as {list seen},\n            or new ones, such as {list fresh}"
                "startScope() before the new objects, or a Network for each simulation"

        /// Two groups from one line are most often a cell evaluated twice.
        static member private NoteRepeatedLines(groups: NeuronGroup[]) =
            groups
            |> Array.filter (fun g -> g.Line > 0)
            |> Array.groupBy (fun g -> struct (g.File, g.Line))
            |> Array.iter (fun (_, same) ->
                if same.Length > 1 then
                    let names = String.Join(", ", same |> Array.map _.Name)

                    Log.Info
                        $"{same[0].Place} made {same.Length} groups, all are simulated: {names}. startScope() forgets earlier ones.")

        /// <summary>Simulates all objects made since the last startScope() for a duration: from 0 when all groups are new,
        /// from where the last run ended when all have been simulated before. New monitors may join.</summary>
        /// <param name="duration">A time, finite and not negative.</param>
        /// <param name="guard">Whether the run stops when a variable becomes NaN or infinite.</param>
        /// <param name="file">Filled in by the compiler.</param>
        /// <param name="line">Filled in by the compiler.</param>
        static member run
            (
                duration: Quantity,
                [<Optional; DefaultParameterValue(true)>] guard: bool,
                [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
                [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
            ) =
            let session = Session.Current
            let objects = session.Objects

            let groups =
                objects
                |> Array.choose (fun o ->
                    match o with
                    | :? NeuronGroup as g -> Some g
                    | _ -> None)

            let seen, fresh = groups |> Array.partition (fun g -> not (isNull g.Owner))

            if seen.Length > 0 && fresh.Length > 0 then
                Functions.MixOfOldAndNew(file, line, seen, fresh)

            match session.Network with
            | :? Network as network when seen.Length > 0 ->
                let joining =
                    objects |> Array.filter (fun o -> not (Seq.contains o network.Objects))

                network.AddKept joining
                network.Run(duration, CancellationToken.None, guard, file, line)
            | _ ->
                Functions.NoteRepeatedLines groups
                let network = new Network(objects, session)
                session.Network <- network
                network.Run(duration, CancellationToken.None, guard, file, line)

        /// Constants by the names of values: `names(tau, vr)` is tau and vr under these names.
        static member names([<ReflectedDefinition(true)>] values: Expr<'values>) : Constants =
            match values with
            | WithValue(NonNull value, _, NewTuple parts) ->
                Seq.zip (Seq.map Functions.NameOf parts) (FSharpValue.GetTupleFields value)
                |> Constants.FromPairs
            | WithValue(value, _, part) -> Constants.FromPairs [ Functions.NameOf part, value ]
            | _ -> invalidArg (nameof values) "names(tau, vr) takes values by their names"

        static member private NameOf(expr: Expr) =
            match expr with
            | ValueWithName(_, _, name) -> name
            | PropertyGet(_, property, _) -> property.Name
            | Var variable -> variable.Name
            | _ -> invalidArg "values" "names(tau, vr) takes names of values only, no expressions"
