/// The units that values are given in most often, in place of the SI units of the same kind.
module internal Brian.EverydayUnits

let private byName =
    lazy
        (Map.ofList
            [
                for name in [ "mV"; "nA"; "ms"; "nS"; "pF"; "Mohm"; "Hz"; "um"; "um2"; "mM" ] ->
                    (UnitTable.tryFind name).Value.Dimension.Name, name
            ])

/// The unit in which to give an example of a dimension: mV for volt.
let ofDimension (dimension: Dimension) =
    byName.Value |> Map.tryFind dimension.Name |> Option.defaultValue dimension.Name
