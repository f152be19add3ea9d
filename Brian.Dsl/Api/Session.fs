namespace Brian

open System
open System.Collections.Generic
open System.Security.Cryptography
open System.Threading

/// Something that takes part in a simulation: a neuron group or a monitor.
[<AbstractClass>]
type NetworkObject internal (name: string, file: string, line: int) =

    /// The name, as given or made up in order: neurongroup, neurongroup_1, ...
    member _.Name = name

    /// A place in a script, for messages: "script.fsx(12)"; empty when unknown.
    static member internal PlaceOf(file: string, line: int) =
        if file = "" then "" else $"{IO.Path.GetFileName file}({line})"

    /// Where the object was made, for messages; empty when unknown.
    member internal _.Place = NetworkObject.PlaceOf(file, line)

    member internal _.File = file
    member internal _.Line = line

    /// The network that has run it, if any has.
    member val internal Owner: objnull = null with get, set

/// What `run` will simulate, and the settings it does it with: one for a script, until `startScope` makes a new one.
[<Sealed>]
type internal Session() =
    static let flowing = AsyncLocal<Session | null>()
    static let mutable shared: Session = Session()

    let objects = ResizeArray<NetworkObject>()
    let counts = Dictionary<string, int>()
    let mutable streams = 0

    let entropy () =
        BitConverter.ToUInt64(RandomNumberGenerator.GetBytes 8)

    /// The session of this thread of control: its own where `Isolated` gave it one, else the script's.
    static member Current =
        match flowing.Value with
        | null -> shared
        | own -> own

    /// Forgets all objects and starts counting anew; the time step and a given seed stay.
    static member Restart() =
        let previous = Session.Current
        let next = Session(DefaultDt = previous.DefaultDt)

        if previous.HasGivenSeed then
            next.UseSeed previous.Seed

        match flowing.Value with
        | null -> shared <- next
        | _ -> flowing.Value <- next

    /// Runs work with a session of its own, which flows into whatever the work awaits or starts.
    static member Isolated(work: unit -> 'result) : 'result =
        let previous = flowing.Value
        flowing.Value <- Session()

        try
            work ()
        finally
            flowing.Value <- previous

    /// The time step of groups that have none of their own.
    member val DefaultDt = 1e-4 with get, set

    /// Start of the random numbers of the groups made from now on.
    member val Seed = entropy () with get, set

    member val HasGivenSeed = false with get, set

    /// The network that `run` continues; null before the first run.
    member val Network: objnull = null with get, set

    member this.UseSeed(seed: uint64) =
        this.Seed <- seed
        this.HasGivenSeed <- true
        streams <- 0

    member _.Add(item: NetworkObject) =
        lock objects (fun () -> objects.Add item)

    member _.Remove(item: NetworkObject) =
        lock objects (fun () -> objects.Remove item |> ignore)

    member _.Objects = lock objects (fun () -> objects.ToArray())

    /// How many groups drew from the seed before, since the session began or the seed was set.
    member _.NextStream() =
        lock objects (fun () ->
            streams <- streams + 1
            streams - 1)

    /// How many objects of a kind were made since the session began.
    member private _.NextOrdinal(kind: string) =
        lock objects (fun () ->
            let ordinal =
                match counts.TryGetValue kind with
                | true, known -> known
                | _ -> 0

            counts[kind] <- ordinal + 1
            ordinal)

    /// A name for an object: as given, else made up from its kind.
    member this.NameFor(kind: string, given: string | null) =
        match given with
        | null ->
            match this.NextOrdinal kind with
            | 0 -> kind
            | ordinal -> $"{kind}_{ordinal}"
        | name -> name
