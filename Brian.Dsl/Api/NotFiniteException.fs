namespace Brian

open System
open Brian.Engine
open Brian.Models

/// A variable became NaN or infinite, and the run stopped at the start of that step. Recordings hold everything before it,
/// and the neurons are as they were then. `run (duration, guard = false)` runs on instead.
[<Sealed>]
type NotFiniteException
    internal (diagnostic: Diagnostic, group: string, dimension: Dimension, found: StateNotFiniteException) =
    inherit Exception(string diagnostic)

    /// The place in the equations, the message, one way out.
    member _.Diagnostic = diagnostic

    /// The group's name.
    member _.Group = group

    /// The variable's name.
    member _.Variable = found.Field

    /// The first neuron concerned; 0 for a shared variable.
    member _.Neuron = found.Neuron

    /// The start of the step in which it happened.
    member _.Time = Quantity(found.Time, Scope.second)

    /// NaN or an infinity, in the variable's unit.
    member _.Value = Quantity(found.Value, dimension)

    /// The value at the start of that step.
    member _.Before = Quantity(found.Before, dimension)

    override this.ToString() = this.Message

module internal NotFinite =
    let private ofVariable
        (group: NeuronGroup)
        (variable: Variable)
        dimension
        (found: StateNotFiniteException)
        =
        let time = Quantity(found.Time, Scope.second)

        let whose =
            if found.IsShared then group.Name else $"neuron {found.Neuron} of {group.Name}"

        let became =
            if Double.IsNaN found.Value then
                "is not a number any more (NaN)"
            else
                "is infinite"

        let help =
            if group.Model.Update.Method = "exact" then
                "a look at the terms that make it grow, and at divisors that may be 0"
            else
                "a smaller time step, a look at the terms that make it grow, and at divisors that may be 0"

        Diagnostic(
            "BR0501",
            variable.Span,
            $"{variable.Name} of {whose} {became} after the step at t = {time}",
            ValueSome
                {
                    What =
                        (if Double.IsNaN found.Value then "NaN"
                         elif found.Value > 0.0 then "inf"
                         else "-inf")
                    Why = $"it was {Quantity(found.Before, dimension)} at the start of that step"
                },
            ValueSome { What = "a finite value"; Why = "the run stopped; recordings hold everything before" },
            help
        )

    /// What the user is told.
    let exceptionOf (groups: NeuronGroup[]) (found: StateNotFiniteException) : exn =
        let group = groups[found.Group]

        match group.Model.Model.Find found.Field with
        | Some({ Type = Real dimension } as variable) ->
            NotFiniteException(ofVariable group variable dimension found, group.Name, dimension, found)
        | _ -> found
