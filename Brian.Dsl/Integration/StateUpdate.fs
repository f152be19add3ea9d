namespace Brian.Integration

open Brian.Symbolic.Expr

/// What every differential variable becomes after one dt, as an expression of the values before.
type internal StateUpdate =
    {
        /// The method's name: "exact".
        Method: string
        /// New values, all computed from old ones. `not_refractory` is that of the step itself.
        Values: (string * Expr) list
    }

/// Why a method cannot integrate a model.
type internal Refusal =
    {
        /// One clause: "dv/dt is not linear".
        Reason: string
        /// The term to blame.
        Term: Expr voption
    }

/// A method: integrates a model or says why it cannot.
type internal Integrator = Brian.Models.Model -> Result<StateUpdate, Refusal>

module internal Refusal =

    /// All values, or the first refusal.
    let collect (items: Result<'value, Refusal> list) : Result<'value list, Refusal> =
        List.foldBack
            (fun item found -> Result.bind (fun item -> Result.map (fun rest -> item :: rest) found) item)
            items
            (Ok [])

module internal Frozen =
    open Brian.Models
    open Brian.Symbolic

    /// An expression for neurons of which it is known whether they are refractory.
    let rec assuming (isFree: bool) expr =
        match withOperands expr (operands expr |> List.map (assuming isFree)) with
        | Variable "not_refractory" -> Truth isFree
        | Indicator(Truth value) -> if value then one else zero
        | Not(Truth value) -> Truth(not value)
        | And(Truth true, a)
        | And(a, Truth true)
        | Or(Truth false, a)
        | Or(a, Truth false) -> a
        | And(Truth false, _)
        | And(_, Truth false) -> Truth false
        | Or(Truth true, _)
        | Or(_, Truth true) -> Truth true
        | If(Truth true, a, _)
        | If(Truth false, _, a) -> a
        | Add(a, b) -> Algebra.add a b
        | Subtract(a, b) -> Algebra.subtract a b
        | Multiply(a, b) -> Algebra.multiply a b
        | Divide(a, b) -> Algebra.divide a b
        | Negate a -> Algebra.negate a
        | other -> other

    /// The value of a variable whose equation may be switched off while the neuron is refractory.
    let unlessRefractory (variable: Variable) (updated: Expr) =
        if variable.UnlessRefractory then
            If(Variable "not_refractory", updated, Variable variable.Name)
        else
            updated

    /// The same update for neurons that are never refractory.
    let never (update: StateUpdate) =
        let rec simplify expr =
            match expr with
            | If(Variable "not_refractory", free, _) -> simplify free
            | _ -> withOperands expr (operands expr |> List.map simplify)

        { update with
            Values = update.Values |> List.map (fun (name, value) -> name, simplify value)
        }
