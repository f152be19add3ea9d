/// Generated models through the public face: made, set, run and read as a user does, in any base units.
module internal Brian.Tests.Soundness.Simulations

open System
open Brian
open Brian.Ast
open Brian.Tests.Sessions
open Brian.Tests.Soundness.Trees
open Brian.Tests.Soundness.Models
open Brian.Tests.Soundness.Rescaling

/// The model with the values in its holes, and all its other inputs, through a function.
let mapValues (change: Quantity -> Quantity) (model: Model) : Model =
    let inExpr = mapHoles change

    { model with
        Definitions = model.Definitions |> List.map (fun d -> { d with Form = mapForm inExpr d.Form })
        Constants = model.Constants |> List.map (fun (name, q) -> name, change q)
        Threshold = Option.map inExpr model.Threshold
        Reset = List.map (mapStatement inExpr) model.Reset
        Refractoriness =
            match model.Refractoriness with
            | Never -> Never
            | Lasting time -> Lasting(change time)
            | LastingAsComputed expr -> LastingAsComputed(inExpr expr)
            | AsLongAs expr -> AsLongAs(inExpr expr)
        Initial =
            model.Initial
            |> List.map (fun (name, initial) ->
                name,
                match initial with
                | Computed(value, where) -> Computed(inExpr value, Option.map inExpr where)
                | Filled q -> Filled(change q)
                | Listed qs -> Listed(Quantities(Seq.map change qs)))
        Dt = change model.Dt
        Duration = change model.Duration
    }

let equations (model: Model) =
    if model.Constants.IsEmpty then
        Equations(definitionsText model.Definitions)
    else
        Equations.Parse(
            Print.definitions model.Definitions,
            Constants.FromPairs [ for name, q in model.Constants -> name, box q ]
        )

let group (model: Model) : NeuronGroup =
    let refractory, refractoryTime, refractoryWhile =
        match model.Refractoriness with
        | Never -> Nullable(), None, None
        | Lasting time -> Nullable time, None, None
        | LastingAsComputed expr -> Nullable(), Some expr, None
        | AsLongAs expr -> Nullable(), None, Some expr

    let textOf write (part: 'part option) : FormattableString | null =
        match part with
        | Some part -> write part
        | None -> null

    let text = textOf expressionText

    NeuronGroup(
        model.Count,
        equations model,
        threshold = text model.Threshold,
        reset = textOf (fun _ -> statementsText model.Reset) model.Threshold,
        refractory = refractory,
        refractoryTime = text refractoryTime,
        refractoryWhile = text refractoryWhile,
        method = model.Method,
        name = "cells"
    )

/// Sets the first values, in order: later ones may read earlier ones.
let initialise (model: Model) (group: NeuronGroup) =
    for name, initial in model.Initial do
        match initial with
        | Computed(value, None) -> group[name].Set(expressionText value)
        | Computed(value, Some where) -> group[name].Set(expressionText value, expressionText where)
        | Filled q -> group[name].Fill q
        | Listed qs -> group[name].Assign qs

let private columns (label: string) (values: Quantities) =
    { Label = label; Dimension = values.Dimension; Values = values.SIValues.ToArray() }

let private counts label (values: int seq) =
    {
        Label = label
        Dimension = Dimension.None
        Values = values |> Seq.map float |> Seq.toArray
    }

/// Everything a simulation answers, with the base units chosen: trajectories, spikes, and the state at its end.
let simulate (factors: Factors) (model: Model) : Column list =
    within factors (fun () ->
        hearing (fun () ->
            let model = mapValues (quantity factors) model
            Session.Current.UseSeed 20261UL
            Session.Current.DefaultDt <- model.Dt.SIValue
            let group = group model
            let names = List.ofSeq group.VariableNames
            initialise model group
            let states = StateMonitor(group, names)
            let objects: NetworkObject list = [ group; states ]

            let spikes =
                model.Threshold |> Option.map (fun _ -> SpikeMonitor(group, variables = names))

            let all =
                objects @ [ for monitor in Option.toList spikes -> monitor :> NetworkObject ]

            use network = new Network(List.toArray all)
            network.Run model.Duration

            [
                columns "times" states.Times
                for name in names do
                    for i in 0 .. model.Count - 1 do
                        columns $"{name} of neuron {i}" states[name, i]

                columns $"{names.Head} at the end" group[names.Head].Values
                match spikes with
                | Some monitor ->
                    counts "neurons of spikes" monitor.Indices
                    columns "times of spikes" monitor.Times

                    for name in names do
                        columns $"{name} at spikes" monitor[name]
                | None -> ()
                match model.Refractoriness with
                | Never -> ()
                | Lasting _
                | LastingAsComputed _
                | AsLongAs _ ->
                    columns "lastspike" group["lastspike"].Values
                    columns "not_refractory" group["not_refractory"].Values
                columns "time" (Quantities.Of network.Time)
            ])
        |> fst)
