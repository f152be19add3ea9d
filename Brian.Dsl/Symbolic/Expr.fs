/// Expressions with all names resolved and all units gone: SI numbers, as the checker leaves them.
module internal Brian.Symbolic.Expr

open System
open System.Collections.Generic
open Brian
open Brian.Engine

type Random =
    | Uniform
    | Gaussian
    | Poisson

type Expr =
    | Number of float
    | Truth of bool
    /// A variable of the model: per neuron or shared.
    | Variable of string
    /// A local of a statement block.
    | Local of string
    /// Time at the start of the step, seconds.
    | Time
    /// The time step, seconds.
    | TimeStep
    /// Number of the step.
    | StepNumber
    /// Neuron index i.
    | Index
    | Add of Expr * Expr
    | Subtract of Expr * Expr
    | Multiply of Expr * Expr
    | Divide of Expr * Expr
    | Negate of Expr
    /// An engine operation on numbers: exp, //, power, ...
    | Apply of Op * Expr list
    /// A call of something from outside: a user function, a timed array.
    | Call of Callable * Expr list
    /// A draw; the number tells call sites apart.
    | Draw of Random * site: int * Expr list
    /// White noise xi by name.
    | Noise of string
    | Compare of Ast.Comparison * Expr * Expr
    | And of Expr * Expr
    | Or of Expr * Expr
    | Not of Expr
    | If of Expr * Expr * Expr
    /// A condition as a number: 1 when true.
    | Indicator of Expr
    /// sin, cos or exp of an argument that is computed in double-double arithmetic: exact phases at late times.
    | Precise of Op * Expr
    /// A number of a propagator, known once dt and its parameters are.
    | Entry of Propagator * place: int

/// Numbers that a state update needs and that cost too much for each step: computed before a run for each dt, once when they
/// depend on nothing else, else for the parameters of each neuron, and kept in memory of the group. Where parameters change
/// during a run (`changes`), they are computed again for the neurons whose parameters did.
/// Propagators of one model with equal names hold equal numbers.
and [<Sealed>] Propagator
    (namesOf: unit -> string[], parameters: Expr list, changes: bool, solve: float -> float[] -> float[]) =

    // most are never shown and need no memory
    let names = Lazy<string[]>(namesOf)
    let cache = Dictionary<float, float[]>()

    /// For display, and the names of the memory that holds the numbers: "P[v, g]".
    member _.Names = names.Value

    /// What the numbers depend on, beside dt.
    member _.Parameters = parameters

    /// May a parameter change during a run?
    member _.Changes = changes

    /// The numbers for one set of parameters.
    member _.Solve(dt: float, set: float[]) = solve dt set

    /// The numbers when there are no parameters.
    member _.At(dt: float) =
        lock cache (fun () ->
            match cache.TryGetValue dt with
            | true, found -> found
            | _ ->
                let value = solve dt [||]
                cache[dt] <- value
                value)

    override this.Equals other =
        match other with
        | :? Propagator as other -> other.Names.AsSpan().SequenceEqual(ReadOnlySpan this.Names)
        | _ -> false

    override this.GetHashCode() = this.Names[0].GetHashCode()

let zero = Number 0.0
let one = Number 1.0

/// The parts an expression is made of, in order.
let operands expr =
    match expr with
    | Number _
    | Truth _
    | Variable _
    | Local _
    | Time
    | TimeStep
    | StepNumber
    | Index
    | Noise _
    | Entry _ -> []
    | Negate a
    | Not a
    | Indicator a
    | Precise(_, a) -> [ a ]
    | Add(a, b)
    | Subtract(a, b)
    | Multiply(a, b)
    | Divide(a, b)
    | Compare(_, a, b)
    | And(a, b)
    | Or(a, b) -> [ a; b ]
    | If(a, b, c) -> [ a; b; c ]
    | Apply(_, arguments)
    | Call(_, arguments)
    | Draw(_, _, arguments) -> arguments

/// The same expression with other parts; itself when no part changed.
let withOperands expr parts =
    match expr, parts with
    | Negate _, [ a ] -> Negate a
    | Not _, [ a ] -> Not a
    | Indicator _, [ a ] -> Indicator a
    | Precise(op, _), [ a ] -> Precise(op, a)
    | Add _, [ a; b ] -> Add(a, b)
    | Subtract _, [ a; b ] -> Subtract(a, b)
    | Multiply _, [ a; b ] -> Multiply(a, b)
    | Divide _, [ a; b ] -> Divide(a, b)
    | Compare(c, _, _), [ a; b ] -> Compare(c, a, b)
    | And _, [ a; b ] -> And(a, b)
    | Or _, [ a; b ] -> Or(a, b)
    | If _, [ a; b; c ] -> If(a, b, c)
    | Apply(op, _), arguments -> Apply(op, arguments)
    | Call(callable, _), arguments -> Call(callable, arguments)
    | Draw(random, site, _), arguments -> Draw(random, site, arguments)
    | leaf, _ -> leaf

/// Replaces leaves: the function answers for those it wants to change.
let rec substitute (replacement: Expr -> Expr voption) expr =
    match replacement expr with
    | ValueSome other -> other
    | ValueNone ->
        let parts = operands expr
        let replaced = parts |> List.map (substitute replacement)

        if List.forall2 (fun a b -> Object.ReferenceEquals(a, b)) parts replaced then
            expr
        else
            withOperands expr replaced

/// All parts, each before its own parts, in order. Without recursion: a sum of many terms is a tree as high as it is long.
let parts expr =
    seq {
        let waiting = Stack [ expr ]

        while waiting.Count > 0 do
            let part = waiting.Pop()
            yield part
            operands part |> List.rev |> List.iter waiting.Push
    }

/// Does any part satisfy the condition?
let exists condition expr = Seq.exists condition (parts expr)

/// The first part for which a function has an answer.
let tryPick chooser expr = Seq.tryPick chooser (parts expr)

/// Is the value the same for all neurons at all times?
let isFixed expr =
    exists
        (function
        | Variable _
        | Local _
        | Time
        | StepNumber
        | Index
        | Draw _
        | Noise _ -> true
        | _ -> false)
        expr
    |> not

/// Names of the variables read.
let variables expr =
    parts expr
    |> Seq.choose (function
        | Variable name -> Some name
        | _ -> None)
    |> Set.ofSeq
