namespace Brian

open System
open Brian.Engine
open Brian.Integration
open Brian.Lowering
open Brian.Models
open Brian.Symbolic.Expr

/// What a group is while it lives: its checked model, its memory, and the moment at which its state stands.
[<Sealed>]
type internal Cells(built: BuildGroup.Built, ownDt: Nullable<Quantity>, session: Session, place: string) =
    let group = built.Group
    let state = new GroupState(Layout(group).Plan)
    let inlined = BuildGroup.inlineSubexpressions group.Model
    let zeroRules = Zeros.rules group.Update group.Model
    let mutable assignments = 0
    let mutable lastDt = ValueNone
    let mutable step = 0L

    member _.Name = group.Name
    member _.Count = group.Count

    /// Where the caller's line is not known, the place where the group was made helps to find it.
    member _.MadeAt = if place = "" then "" else $" (group made at {place})"

    member _.Group = group
    member _.Scope = built.Scope
    member _.State = state

    /// An expression with plain subexpressions in place of their names.
    member _.Inline(expr: Expr) = inlined expr

    /// The time step in seconds: the group's own, else the one given.
    member _.DtOr(networkDt: float) =
        if ownDt.HasValue then ownDt.Value.SIValue else networkDt

    /// The time step of the last run, in seconds.
    member _.LastDt = lastDt

    /// The time step as things stand: the group's own, else that of the last run, else the session's.
    member this.Dt = this.DtOr(ValueOption.defaultValue session.DefaultDt lastDt)

    /// Moves the moment of the state to the end of a run: the first step at or after it, where a step less than 1e-4 dt
    /// earlier counts as at it.
    member _.EndRun(until: float, dt: float) =
        lastDt <- ValueSome dt
        step <- int64 (Math.Ceiling(until / dt - 1e-4))

    /// A number for the next value that is set, so that two of them draw different random numbers.
    member _.NextAssignment() =
        assignments <- assignments + 1
        assignments - 1

    /// Runs a program once for all neurons. The stream of the group holds its seed already.
    member this.Apply(program: Program) =
        Once.Apply(state, program, 0UL, step, float step * this.Dt)

    /// The value of an expression for each neuron, at the moment of the state; conditions come as 0 and 1.
    member this.Evaluate(value: Expr) : float[] =
        let program = Lower.query group this.Dt (inlined value)
        (Once.Evaluate(state, program, 0UL, step, float step * this.Dt))[0]

    /// Raises ModelException for a neuron whose coefficients are not finite. All are computed anew in the next run.
    member this.Refuse(infinite: StorePropagators.Infinite) : unit =
        StorePropagators.forget group state

        let values =
            infinite.Parameters |> List.map (fun (name, value) -> $"{name} = {value}")

        CallMistake.refuse
            "BR0408"
            ""
            0
            (group.Name + this.MadeAt)
            (String.concat ", " values)
            $"the coefficients of the equations of {group.Name} are not finite for neuron {infinite.Neuron}"
            "finite coefficients"
            "a time constant other than 0"

    /// Which values a parameter must not have.
    member _.ZeroRule(name: string) =
        Map.tryFind name zeroRules |> Option.defaultValue Zeros.Anything

    /// Parameters that were never set are 0: raises ModelException where the equations are divided by one.
    member private this.CheckZeros() =
        for rule in zeroRules do
            match this.Evaluate(Variable rule.Key) |> Array.tryFindIndex rule.Value.Forbids with
            | Some neuron ->
                CallMistake.refuse
                    "BR0427"
                    ""
                    0
                    (group.Name + this.MadeAt)
                    $"{rule.Key} = 0"
                    (this.ZeroMistake(rule.Key, neuron))
                    "a value other than 0"
                    $"{group.Name}[\"{rule.Key}\"].Fill before the run"
            | None -> ()

    /// One sentence: the equations are divided by a parameter that is 0.
    member _.ZeroMistake(name: string, neuron: int) =
        let whose = if group.Model.IsShared name then "" else $" of neuron {neuron}"
        $"{name}{whose} is 0, and the equations are divided by it"

    /// Computes what is constant during a run, for a time step. Raises ModelException when a coefficient is not finite.
    member this.Prepare(dt: float) =
        this.CheckZeros()

        if lastDt <> ValueSome dt then
            StorePropagators.forget group state

        StorePropagators.run group state this.Refuse dt this.Evaluate

    /// Names of all variables.
    member _.VariableNames = group.Model.Variables |> List.map _.Name

    /// What a misspelt name may have meant, for messages.
    member this.NamesLike(name: string) =
        let words = [ "lastspike"; "not_refractory"; "i"; "N"; "t"; "dt" ]

        match Mistakes.nearest name (Seq.append this.VariableNames words) with
        | ValueNone when this.VariableNames.IsEmpty -> ""
        | ValueNone -> Mistakes.oneOf this.VariableNames
        | ValueSome nearest -> $"{Mistakes.quote nearest}, if that is what you mean"
