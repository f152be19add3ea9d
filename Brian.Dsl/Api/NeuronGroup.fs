namespace Brian

open System
open System.Collections.Generic
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open Brian.Engine
open Brian.Integration
open Brian.Lowering
open Brian.Models
open Brian.Symbolic.Expr

/// Neurons that share equations.
/// Variables start at 0. All mistakes of all texts are raised together as one ModelException when the group is made.
[<Sealed; StructuredFormatDisplay("{Display}")>]
type NeuronGroup
    private (arguments: BuildGroup.Arguments, built: BuildGroup.Built, session: Session, name: string) as this
    =
    inherit NetworkObject(name, arguments.File, arguments.Line)

    let group = built.Group

    let cells =
        Cells(built, arguments.Dt, session, NetworkObject.PlaceOf(arguments.File, arguments.Line))

    do
        session.Add this

        match group.Firing with
        | Spikes _ when isNull arguments.Reset && not group.IsRefractory ->
            Log.Warn
                $"The group '{name}' has a threshold but neither a reset nor refractoriness: it spikes at every step for which the threshold holds. Give it a reset, $\"\" if this is meant."
        | Spikes _
        | Silent -> ()

    /// <summary>A group of neurons.</summary>
    /// <param name="N">Number of neurons, at least 1.</param>
    /// <param name="equations">The model.</param>
    /// <param name="threshold">Condition for a spike, such as $"v > 0.8"; evaluated after the state update.</param>
    /// <param name="reset">Statements for neurons that spiked, such as $"v = 0".</param>
    /// <param name="refractory">A duration without another spike.</param>
    /// <param name="refractoryTime">The same as an expression, computed once for each spike, after the reset.</param>
    /// <param name="refractoryWhile">The same as a condition: no spike while it holds.</param>
    /// <param name="method">How equations are integrated; chosen automatically when left out.</param>
    /// <param name="dt">Time step of this group; the network's when left out.</param>
    /// <param name="order">Order among objects in the same slot of a step.</param>
    /// <param name="name">A name for messages, which also fixes the group's random numbers.</param>
    /// <param name="file">Filled in by the compiler: the script that makes the group.</param>
    /// <param name="line">Filled in by the compiler: its line.</param>
    new
        (
            N: int,
            equations: Equations,
            [<Optional; DefaultParameterValue(null: FormattableString | null)>] threshold:
                FormattableString | null,
            [<Optional; DefaultParameterValue(null: FormattableString | null)>] reset:
                FormattableString | null,
            [<Optional>] refractory: Nullable<Quantity>,
            [<Optional; DefaultParameterValue(null: FormattableString | null)>] refractoryTime:
                FormattableString | null,
            [<Optional; DefaultParameterValue(null: FormattableString | null)>] refractoryWhile:
                FormattableString | null,
            [<Optional; DefaultParameterValue(null: Method | null)>] method: Method | null,
            [<Optional>] dt: Nullable<Quantity>,
            [<Optional; DefaultParameterValue(0)>] order: int,
            [<Optional; DefaultParameterValue(null: string | null)>] name: string | null,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        let arguments: BuildGroup.Arguments =
            {
                N = N
                Equations = equations
                Threshold = threshold
                Reset = reset
                Refractory = refractory
                RefractoryTime = refractoryTime
                RefractoryWhile = refractoryWhile
                Method = method
                Dt = dt
                Order = order
                Name = name
                File = file
                Line = line
            }

        // a group that cannot be made takes no name and no random numbers
        let built = BuildGroup.build arguments
        let session = Session.Current
        let given = session.NameFor("neurongroup", name)

        /// The seed is part of the stream, so that it is bound here: a later seed changes later groups only.
        let stream =
            match name with
            | null -> RandomStream.Named $"{session.Seed} #{session.NextStream()}"
            | name -> RandomStream.Named $"{session.Seed} {name}"

        let named =
            { built with Group = { built.Group with Name = given; Stream = stream } }

        NeuronGroup(arguments, named, session, given)

    /// Number of neurons.
    member _.N = arguments.N

    /// The equations as given.
    member _.Equations = arguments.Equations

    /// The name of the integration method: "exact".
    member _.MethodName = group.Update.Method

    /// A variable of the group by name: `G["v"]`. Raises ModelException when there is none of that name.
    member _.Item
        with get (name: string) = StateVariable(cells, name)

    /// <summary>The neurons for which a condition holds now, counted from 0: <c>record = G.Where $"v &gt; 0"</c>.</summary>
    /// <param name="condition">May use all variables of the group, i, N, rand() and randn().</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    member _.Where
        (
            condition: FormattableString,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) : IReadOnlyList<int> =
        let text = Source.ofFormattable $"{name}.Where" condition file line

        match Grammar.expression text |> Result.bind (CheckCode.condition built.Scope CheckCode.usual) with
        | Error mistakes -> raise (ModelException mistakes)
        | Ok holding ->
            let holds = cells.Evaluate holding

            [|
                for i in 0 .. arguments.N - 1 do
                    if holds[i] <> 0.0 then
                        i
            |]
            :> _

    /// Names of all variables.
    member _.VariableNames: IReadOnlyList<string> = List.toArray cells.VariableNames :> _

    /// Number of neurons, equations, threshold and method, for people.
    override _.ToString() =
        let neurons = if arguments.N = 1 then "1 neuron" else $"{arguments.N} neurons"

        let part title (text: FormattableString | null) =
            match text with
            | null -> ""
            | text ->
                $"\n  {title}: "
                + text.ToString(Globalization.CultureInfo.InvariantCulture).Trim().Replace("\n", "; ")

        $"NeuronGroup {name}: {neurons}, method {group.Update.Method}\n  "
        + arguments.Equations.ToString().Replace("\n", "\n  ")
        + part "threshold" arguments.Threshold
        + part "reset" arguments.Reset
        + (if arguments.Refractory.HasValue then
               $"\n  refractory: {arguments.Refractory.Value}"
           else
               "")
        + part "refractory time" arguments.RefractoryTime
        + part "refractory while" arguments.RefractoryWhile

    /// The group in all its forms: equations, checked model, state update, and the programs of the engine.
    member this.Explain() =
        let dt = cells.Dt

        let names = [| for field in cells.State.Plan.Fields -> field.Name |]

        let programs =
            [
                for task in Lower.group true group cells.Refuse arguments.Order 0 dt 0 do
                    match task with
                    | :? RunProgram as run -> run.Program.Explain names
                    | _ -> ()
            ]

        let parts =
            [
                this.ToString()
                Explain.model group.Model
                match built.Choice with
                | Some choice -> Explain.choice choice
                | None -> ()
                Explain.update group.Update
            ]

        String.Join("\n\n", parts @ programs)

    member internal this.Display = this.ToString()
    member internal _.Model = group
    member internal _.Cells = cells
    member internal _.Choice = built.Choice
    member internal _.Order = arguments.Order
    member internal _.Session = session
