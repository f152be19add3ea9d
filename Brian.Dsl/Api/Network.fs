namespace Brian

open System
open System.Collections.Generic
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open System.Threading
open Brian.Engine
open Brian.Lowering
open Brian.Models

/// Groups and monitors that are simulated together.
/// Objects given to a network no longer belong to what the script's `run` collects.
[<Sealed; StructuredFormatDisplay("{Display}")>]
type Network internal (initial: NetworkObject[], session: Session) =

    let objects = ResizeArray<NetworkObject> initial
    let mutable time = 0.0
    let mutable dt = ValueNone

    /// The last run: while it is here, the next one finds its kernels compiled.
    let mutable last: Simulation | null = null

    let ofType () =
        objects
        |> Seq.choose (fun o ->
            match (o :> obj) with
            | :? 'kind as found -> Some found
            | _ -> None)
        |> Seq.toArray

    let refuse code file line argument title expected help : 'a =
        CallMistake.refuse code file line "run" argument title expected help

    let mustBeDuration file line name (value: Quantity) =
        if value.Dimension <> Scope.second && not (value.SIValue = 0.0 && value.IsDimensionless) then
            let unit =
                if value.IsDimensionless then "without a unit" else $"in {value.Dimension.Name}"

            let help =
                if value.IsDimensionless then
                    $"a unit of time: run ({value}*ms)"
                else
                    "a unit of time: run (100*ms)"

            refuse
                "BR0404"
                file
                line
                $"{name} = {value}"
                $"the {name} of a run is a time, not a value {unit}"
                "a time"
                help
        elif not (Double.IsFinite value.SIValue) || value.SIValue < 0.0 then
            refuse
                "BR0441"
                file
                line
                $"{name} = {value}"
                $"the {name} of a run must be finite and not negative"
                ""
                "a time from 0 on: run (100*ms)"

    /// An object runs in one network only; its monitors need its group.
    let checkObjects (network: obj) file line =
        for item in objects do
            if not (isNull item.Owner || Object.ReferenceEquals(item.Owner, network)) then
                refuse
                    "BR0442"
                    file
                    line
                    item.Name
                    $"{item.Name} has been simulated by another network"
                    ""
                    "new objects for the new network"

        match objects |> Seq.countBy _.Name |> Seq.tryFind (fun (_, count) -> count > 1) with
        | Some(name, count) ->
            refuse
                "BR0443"
                file
                line
                name
                $"{count} objects are called {name}"
                ""
                "a name of its own for each"
        | None -> ()

        let groups = HashSet<NeuronGroup>(ofType (), HashIdentity.Reference)

        let needs (monitor: NetworkObject) (group: NeuronGroup) =
            if not (groups.Contains group) then
                refuse
                    "BR0444"
                    file
                    line
                    monitor.Name
                    $"{monitor.Name} records {group.Name}, which is not in this network"
                    ""
                    $"{group.Name} among the objects of the network"

        ofType () |> Array.iter (fun (monitor: StateMonitor) -> needs monitor monitor.Group)
        ofType () |> Array.iter (fun (monitor: SpikeMonitor) -> needs monitor monitor.Group)

    /// Tells once for each group which method was chosen.
    let announced = HashSet<NeuronGroup>()

    let announce (group: NeuronGroup) =
        match group.Choice with
        | Some choice when announced.Add group ->
            let others =
                match choice.PassedOver with
                | [] -> ""
                | passed ->
                    ", because " + String.Join("; ", passed |> List.map (fun (_, refusal) -> refusal.Reason))

            Log.Info
                $"No numerical integration method specified for group '{group.Name}', using method '{choice.Update.Method}' (took {choice.Seconds:F2}s{others})."
        | _ -> ()

    /// The engine's plan of everything, and the objects it works on.
    let plan isChecked networkDt =
        let groups: NeuronGroup[] = ofType ()
        let states: StateMonitor[] = ofType ()
        let spikes: SpikeMonitor[] = ofType ()
        let clocks = ResizeArray<float>()

        let clock dt =
            match clocks.IndexOf dt with
            | -1 ->
                clocks.Add dt
                clocks.Count - 1
            | known -> known

        let dtOf (group: NeuronGroup) = group.Cells.DtOr networkDt
        let indexOf (group: NeuronGroup) = Array.IndexOf(groups, group)

        let tasks =
            [
                for index, group in Array.indexed groups do
                    let dt = dtOf group

                    yield!
                        Lower.group isChecked group.Model group.Cells.Refuse group.Order (clock dt) dt index

                for recording, monitor in Array.indexed states do
                    let dt = monitor.DtOr(dtOf monitor.Group)

                    Lower.stateMonitor
                        monitor.Group.Model
                        dt
                        recording
                        monitor.Model
                        (clock dt)
                        (indexOf monitor.Group)
                        recording

                for recording, monitor in Array.indexed spikes do
                    let dt = dtOf monitor.Group

                    Lower.spikeMonitor
                        monitor.Group.Model
                        dt
                        (states.Length + recording)
                        monitor.Model
                        (clock dt)
                        (indexOf monitor.Group)
                        recording
            ]

        let groupPlans = groups |> Array.map _.Cells.State.Plan
        // each group's stream holds the seed it was made under
        let plan =
            NetworkPlan(0UL, EquatableArray clocks, EquatableArray groupPlans, EquatableArray tasks)

        struct (plan, groups, states, spikes)

    /// <summary>A network of the given groups and monitors.</summary>
    /// <param name="objects">All that takes part.</param>
    new([<ParamArray>] objects: NetworkObject[]) =
        let session = Session.Current

        for item in objects do
            session.Remove item

        new Network(objects, session)

    /// Adds more groups or monitors; they start with the next run.
    member _.Add([<ParamArray>] more: NetworkObject[]) =
        for item in more do
            session.Remove item

            if not (objects.Contains item) then
                objects.Add item

    /// Adds objects that stay in the session of the script.
    member internal _.AddKept(more: NetworkObject[]) = objects.AddRange more

    /// The groups and monitors.
    member _.Objects: IReadOnlyList<NetworkObject> = objects.AsReadOnly() :> _

    /// The end of the last run.
    member _.Time = Quantity(time, Scope.second)

    /// The seed its groups drew their random numbers from.
    member _.Seed = session.Seed

    /// The time step of groups that have none of their own. It may change between runs if the present time is a multiple.
    member _.Dt
        with get () = Quantity(ValueOption.defaultValue session.DefaultDt dt, Scope.second)
        and set (value: Quantity) =
            mustBeDuration "" 0 "dt" value

            if value.SIValue = 0.0 then
                refuse
                    "BR0405"
                    ""
                    0
                    $"dt = {value}"
                    "a time step is a positive duration"
                    "second"
                    "network.Dt <- 0.1*ms"

            dt <- ValueSome value.SIValue

    /// <summary>Simulates for a duration, from where the last run ended.</summary>
    /// <param name="duration">A time, finite and not negative.</param>
    /// <param name="cancellation">Ends the run at the end of a step; recordings are kept.</param>
    /// <param name="guard">Whether the run stops when a variable becomes NaN or infinite.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="T:Brian.NotFiniteException">A variable became NaN or infinite.</exception>
    member this.Run
        (
            duration: Quantity,
            [<Optional>] cancellation: CancellationToken,
            [<Optional; DefaultParameterValue(true)>] guard: bool,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        mustBeDuration file line "duration" duration

        if objects.Count = 0 then
            refuse
                "BR0445"
                file
                line
                ""
                "there is nothing to simulate"
                ""
                "a NeuronGroup first; startScope() forgets the objects made before it"

        checkObjects this file line
        let networkDt = ValueOption.defaultValue session.DefaultDt dt
        let struct (plan, groups, states, spikes) = plan guard networkDt

        for group in groups do
            let dt = group.Cells.DtOr networkDt
            let steps = time / dt

            if
                group.Cells.LastDt <> ValueNone
                && group.Cells.LastDt <> ValueSome dt
                && abs (steps - Math.Round steps) > 1e-4
            then
                refuse
                    "BR0446"
                    file
                    line
                    $"dt = {Quantity(dt, Scope.second)}"
                    $"the time {Quantity(time, Scope.second)} is not a multiple of the new time step"
                    ""
                    "a time step that divides the present time"

        groups |> Array.iter announce

        for group in groups do
            group.Cells.Prepare(group.Cells.DtOr networkDt)

        let simulation =
            Simulation(
                plan,
                groups |> Array.map _.Cells.State,
                states |> Array.map _.Recording,
                spikes |> Array.map _.Recording
            )

        last <- simulation

        for item in objects do
            item.Owner <- this

        let finish until =
            for monitor in spikes do
                monitor.RecordedSeconds <- monitor.RecordedSeconds + (until - time)

            for group in groups do
                group.Cells.EndRun(until, group.Cells.DtOr networkDt)

            time <- until

        try
            simulation.Run(time, time + duration.SIValue, null, cancellation)
            finish (time + duration.SIValue)
        with
        | :? StateNotFiniteException as found ->
            finish simulation.StoppedAt
            raise (NotFinite.exceptionOf groups found)
        | _ ->
            finish simulation.StoppedAt
            reraise ()

    /// The plan as text: groups, memory, tasks in the order of a step, programs.
    member _.Explain() =
        let struct (plan, _, _, _) =
            plan true (ValueOption.defaultValue session.DefaultDt dt)

        plan.Explain()

    /// Frees the memory of the groups. Recordings stay.
    member _.Dispose() =
        ofType () |> Array.iter (fun (group: NeuronGroup) -> group.Cells.State.Dispose())

    interface IDisposable with
        member this.Dispose() = this.Dispose()

    override _.ToString() =
        let names = String.Join(", ", objects |> Seq.map _.Name)
        $"Network at {Quantity(time, Scope.second)}: {names}"

    member internal this.Display = this.ToString()
