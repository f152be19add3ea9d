/// Coefficients of linear equations: sums, products and quotients of things whose values are known before a run.
module internal Brian.Symbolic.Coefficient

open Brian.Symbolic.Expr

/// The parts of a coefficient that are not arithmetic: parameters, functions of parameters. Each once.
let leaves expr =
    let rec collect found expr =
        match expr with
        | Number _ -> found
        | Negate _
        | Add _
        | Subtract _
        | Multiply _
        | Divide _ -> operands expr |> List.fold collect found
        | leaf when List.contains leaf found -> found
        | leaf -> leaf :: found

    List.rev (collect [] expr)

/// Its value in double-double arithmetic, given those of its leaves.
let rec evaluate (valueOf: Expr -> float) expr : Double2 =
    let again = evaluate valueOf

    match expr with
    | Number value -> Double2.OfFloat value
    | Negate a -> Double2.Negate(again a)
    | Add(a, b) -> again a .+ again b
    | Subtract(a, b) -> again a .- again b
    | Multiply(a, b) -> again a .* again b
    | Divide(a, b) -> again a ./ again b
    | leaf -> Double2.OfFloat(valueOf leaf)

/// Is it a number, whatever the state and the parameters?
let isConstant expr = List.isEmpty (leaves expr)
