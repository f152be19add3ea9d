/// Computes the propagators that depend on parameters and puts them into the group's memory, before a run.
module internal Brian.Lowering.StorePropagators

open System
open Brian.Engine
open Brian.Symbolic
open Brian.Symbolic.Expr

/// A propagator that has no finite value for the parameters of a neuron.
type Infinite =
    {
        Neuron: int
        /// The parameters it depends on, with their values.
        Parameters: (string * float) list
    }

/// Stores all propagators of a group for a time step; finds the first neuron for which one is not finite.
let run (group: GroupModel) (state: GroupState) dt (evaluate: Expr -> float[]) : Infinite voption =
    let layout = Layout group

    let store (propagator, places) =
        let count = if group.IsSharedPropagator propagator then 1 else group.Count

        let parameters = [| for leaf in propagator.Parameters -> evaluate leaf |]

        let results =
            propagator.SolveAll(
                dt,
                Array.init count (fun neuron -> parameters |> Array.map (fun column -> column[neuron]))
            )

        for place in places do
            match layout.Find propagator.Names[place] with
            | struct (Target.Shared, slot) -> state.SetShared(slot, results[0][place])
            | struct (_, slot) ->
                let column: float[] = results |> Array.map (fun numbers -> numbers[place])
                state.WriteField(slot, column)

        match results |> Array.tryFindIndex (Array.exists Double.IsNaN) with
        | Some neuron ->
            let values = parameters |> Array.map (fun column -> column[neuron]) |> List.ofArray

            ValueSome
                {
                    Neuron = neuron
                    Parameters = List.zip (propagator.Parameters |> List.map ExprText.ofExpr) values
                }
        | None -> ValueNone

    group.StoredPropagators |> List.map store |> List.tryFind _.IsSome |> Option.defaultValue ValueNone
