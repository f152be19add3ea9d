/// Equations with coefficients that change during a run, in which what one variable does to another does not come back and goes
/// no further: a membrane and its synaptic currents. Their solution in closed form is computed in the kernel, a thousand times
/// as fast as a matrix exponential (docs/decisions/0009).
module internal Brian.Integration.DecayChains

open Brian.Engine
open Brian.Symbolic
open Brian.Symbolic.Algebra
open Brian.Symbolic.Expr
open Brian.Integration.LinearSystem

/// The integral of e^(a (h - s)) e^(b s) over s from 0 to h: h e^m exprel(-d), with m the larger and d the distance of a h and
/// b h. Nothing is divided by a difference that may be 0.
let private response h exponent other =
    let apply op arguments = Apply(op, arguments)
    let largest = apply Op.Maximum [ exponent; other ]
    let distance = apply Op.Absolute [ Subtract(exponent, other) ]
    multiply h (Multiply(apply Op.Exp [ largest ], apply Op.Exprel [ Negate distance ]))

/// New values of all rows, where the system is of this form and a coefficient of it may change for each neuron apart.
let solve (setting: Setting) (system: System) : Expr list voption =
    let h = setting.Duration
    let rows = List.toArray system.Rows

    let sources i =
        system.Couplings |> List.filter (fun (row, j, _) -> row = i && j <> i)

    let rate i =
        system.Couplings
        |> List.tryPick (fun (row, j, a) -> if row = i && j = i then Some a else None)
        |> Option.defaultValue zero

    let drives i =
        [
            for input in system.Inputs do
                for row, factor in input.Column do
                    if row = i then
                        multiply factor input.Thing
        ]

    let isDecay i =
        (sources i).IsEmpty && (drives i).IsEmpty

    // what all neurons share is better computed once
    let changes leaf =
        not (setting.IsKnown leaf) && setting.Model.Differs leaf

    let fits =
        system.Couplings |> List.exists (fun (_, _, a) -> Coefficient.leaves a |> List.exists changes)
        && system.Noises.IsEmpty
        && system.Inputs |> List.forall (fun input -> input.Functions = [ one ])
        && system.Couplings |> List.forall (fun (i, j, _) -> i = j || isDecay j)

    let value i =
        let x j = Variable rows[j].Variable.Name
        let exponent j = multiply (rate j) h

        let elementary op exponent =
            if exponent = zero then one else Apply(op, [ exponent ])

        let kept = multiply (x i) (elementary Op.Exp (exponent i))

        let driven =
            [ for drive in drives i -> multiply (multiply h (elementary Op.Exprel (exponent i))) drive ]

        let received =
            [
                for _, j, coupling in sources i ->
                    multiply (multiply coupling (response h (exponent i) (exponent j))) (x j)
            ]

        if system.IsFrozen rows[i] then x i else sum (kept :: driven @ received)

    if fits then
        ValueSome [ for i in 0 .. rows.Length - 1 -> value i ]
    else
        ValueNone
