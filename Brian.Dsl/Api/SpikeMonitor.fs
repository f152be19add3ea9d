namespace Brian

open System
open System.Collections.Generic
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open Brian.Engine
open Brian.Lowering
open Brian.Models

/// Records the spikes of a group, in the order they happen; neurons that spike in one step come in ascending order.
/// A spike is stamped with the start of the step whose threshold it crossed.
[<Sealed; StructuredFormatDisplay("{Display}")>]
type SpikeMonitor
    private
    (
        group: NeuronGroup,
        names: string[],
        record: int[] | null,
        order: int,
        name: string,
        file: string,
        line: int
    ) as this =
    inherit NetworkObject(name, file, line)

    let kind = "SpikeMonitor"
    let variables = names |> Array.map (Recorded.variable group kind file line)
    let recording = EventRecording(names.Length, group.N)

    do
        match group.Model.Firing with
        | Silent ->
            Recorded.refuse
                "BR0433"
                group
                kind
                file
                line
                group.Name
                "this group has no threshold, so it never spikes"
                ""
                "threshold = $\"v > 1\" in the group"
        | Spikes _ -> ()

        group.Session.Add this

    let trainsOf (values: float[]) dimension =
        let trains = Array.init group.N (fun _ -> ResizeArray<float>())
        let neurons = recording.Neurons()

        for k in 0 .. neurons.Length - 1 do
            trains[neurons[k]].Add values[k]

        trains |> Array.map (fun train -> Quantities.Wrap(train.ToArray(), dimension))

    /// <summary>Records the spikes of a group.</summary>
    /// <param name="group">The group; it must have a threshold.</param>
    /// <param name="variables">Variables to record at each spike, before the reset.</param>
    /// <param name="record">Which neurons, counted from 0; all when left out.</param>
    /// <param name="order">Order after the threshold.</param>
    /// <param name="name">A name for messages.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    new
        (
            group: NeuronGroup,
            [<Optional; DefaultParameterValue(null: IEnumerable<string> | null)>] variables:
                IEnumerable<string> | null,
            [<Optional; DefaultParameterValue(null: seq<int> | null)>] record: seq<int> | null,
            [<Optional; DefaultParameterValue(1)>] order: int,
            [<Optional; DefaultParameterValue(null: string | null)>] name: string | null,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        let names =
            match variables with
            | null -> [||]
            | names -> Seq.toArray names

        let chosen = Recorded.neurons group "SpikeMonitor" file line record
        SpikeMonitor(group, names, chosen, order, Session.Current.NameFor("spikemonitor", name), file, line)

    /// Number of spikes of all neurons.
    member _.Count = recording.Count

    /// The time of each spike.
    member _.Times = Quantities.Wrap(recording.Times(), Scope.second)

    /// The neuron of each spike.
    member _.Indices: IReadOnlyList<int> = recording.Neurons() :> _

    /// Number of spikes of each neuron.
    member _.Counts: IReadOnlyList<int> = recording.Counts() :> _

    /// Spikes of each neuron per second of simulated time; NaN before the first run.
    member this.Rates =
        let duration: float = this.RecordedSeconds

        Quantities.Wrap(
            recording.Counts() |> Array.map (fun count -> float count / duration),
            Dimension.None / Scope.second
        )

    /// The spike times of each neuron: `Trains[3]` is the spike train of neuron 3.
    member _.Trains: IReadOnlyList<Quantities> =
        trainsOf (recording.Times()) Scope.second :> _

    /// A variable at each spike, before the reset.
    member _.Item
        with get (variable: string): Quantities =
            match Array.IndexOf(names, variable) with
            | -1 ->
                let recorded = if names.Length = 0 then "" else String.Join(", ", names)
                let help = $"variables = [ \"{variable}\" ] when the monitor is made"

                Recorded.refuse
                    "BR0403"
                    group
                    kind
                    file
                    line
                    $"[\"{variable}\"]"
                    $"{variable} is not recorded at spikes"
                    recorded
                    help
            | column ->
                let struct (_, dimension, _) = variables[column]
                Quantities.Wrap(recording.Column column, dimension)

    override _.ToString() =
        let spikes = if recording.Count = 1 then "1 spike" else $"{recording.Count} spikes"
        let neurons = if group.N = 1 then "1 neuron" else $"{group.N} neurons"
        $"SpikeMonitor {name}: {spikes} of {neurons} of {group.Name}"

    member internal this.Display = this.ToString()
    member internal _.Group = group
    member internal _.Recording = recording

    /// Simulated time during which the monitor has been recording.
    member val internal RecordedSeconds = 0.0 with get, set

    member internal _.Model: SpikeMonitorModel =
        {
            Extra = [ for struct (name, _, expr) in variables -> name, expr ]
            Neurons = record
            Order = order
        }
