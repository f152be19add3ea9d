/// Expressions to instructions. Here dt becomes a number.
module internal Brian.Lowering.LowerExpression

open System
open System.Collections.Generic
open Brian
open Brian.Engine
open Brian.Models
open Brian.Symbolic
open Brian.Symbolic.Expr

/// Which piece of a group's code draws a random number: tells the streams of equal call sites apart.
type Purpose =
    | StateUpdate
    | StepConstant
    | Threshold
    | Reset
    | RefractoryPeriod
    | Monitor of ordinal: int
    /// The n-th initial value set on the group.
    | InitialValue of ordinal: int

/// The number of a random use: 16 bits of call site under the purpose.
let private useOf purpose site =
    let high =
        match purpose with
        | StateUpdate -> 0
        | StepConstant -> 1
        | Threshold -> 2
        | Reset -> 3
        | RefractoryPeriod -> 4
        | Monitor ordinal -> 0x1000 + ordinal
        | InitialValue ordinal -> 0x4000 + ordinal

    (high <<< 16) ||| (site &&& 0xFFFF)

let private randomOp random =
    match random with
    | Uniform -> Op.Uniform
    | Gaussian -> Op.Gaussian
    | Poisson -> Op.Poisson

/// Rebuilds an update with dt a number, so that propagators fold and terms with coefficient 0 vanish.
let rec specialise (dt: float) expr =
    let again = specialise dt

    match expr with
    | TimeStep -> Number dt
    | Entry(propagator, place) when propagator.Parameters.IsEmpty -> Number((propagator.At dt)[place])
    | Apply(Op.MultiplyAdd, [ a; b; c ]) ->
        match again a, again b, again c with
        | Number 0.0, _, c
        | _, Number 0.0, c -> c
        | a, b, c -> Apply(Op.MultiplyAdd, [ a; b; c ])
    | Add(a, b) -> Algebra.add (again a) (again b)
    | Subtract(a, b) -> Algebra.subtract (again a) (again b)
    | Multiply(a, b) -> Algebra.multiply (again a) (again b)
    | Divide(a, b) -> Algebra.divide (again a) (again b)
    | Negate a -> Algebra.negate (again a)
    | other -> withOperands other (operands other |> List.map again)

/// Writes one program for a group.
type Writer(builder: ProgramBuilder, layout: Layout, dt: float, purpose: Purpose) =
    let locals = Dictionary<string, int>()
    let changed = Dictionary<string, int>()
    let masks = Dictionary<int, int>()
    let mutable concerned = ValueNone

    member _.Builder = builder

    /// Writes what concerns only neurons for which a mask holds: user functions are not called for others.
    member _.Where(mask: int, write: unit -> 'result) : 'result =
        let outer = concerned

        concerned <-
            match outer with
            | ValueSome outer -> ValueSome(builder.Emit(Op.And, outer, mask))
            | ValueNone -> ValueSome mask

        let result = write ()
        concerned <- outer
        result

    /// The value a variable has from here on in this program; stored by `StoreChanges`.
    member _.Change(name: string, value: int) = changed[name] <- value

    member _.SetLocal(name: string, value: int) = locals[name] <- value

    /// The value of a variable before the program.
    member private _.ReadOld(name: string) =
        match layout.Find name with
        | struct (Target.Shared, slot) -> builder.Emit(Op.Shared, slot = slot)
        | struct (_, slot) -> builder.Emit(Op.Field, slot = slot)

    /// The value of a variable as it stands now.
    member this.Read(name: string) =
        match changed.TryGetValue name with
        | true, value -> value
        | _ -> this.ReadOld name

    /// A number.
    member this.Number(expr: Expr) : int =
        let unary op a = builder.Emit(op, this.Number a)

        let binary op a b =
            builder.Emit(op, this.Number a, this.Number b)

        match expr with
        | Number value -> builder.Constant value
        | Variable name -> this.Read name
        | Local name -> locals[name]
        | Time -> builder.Emit Op.Time
        | TimeStep -> builder.Constant dt
        | StepNumber -> builder.Emit Op.Step
        | Index -> builder.Emit Op.Index
        | Entry(propagator, place) when propagator.Parameters.IsEmpty ->
            builder.Constant((propagator.At dt)[place])
        | Entry(propagator, place) -> this.ReadOld propagator.Names[place]
        | Add(a, b) -> binary Op.Add a b
        | Subtract(a, b) -> binary Op.Subtract a b
        | Multiply(a, b) -> binary Op.Multiply a b
        | Divide(a, b) -> binary Op.Divide a b
        | Negate a -> unary Op.Negate a
        | Precise(op, argument) -> this.Wave(op, argument)
        | Apply(Op.Power, [ a; Number exponent ]) -> this.Power(a, exponent)
        | Apply(op, [ a ]) -> unary op a
        | Apply(op, [ a; b ]) -> binary op a b
        | Apply(op, [ a; b; c ]) -> builder.Emit(op, this.Number a, this.Number b, this.Number c)
        | Apply(op, arguments) -> raise (PlanException $"{op} with {arguments.Length} operands")
        | Draw(random, site, []) -> builder.Emit(randomOp random, slot = useOf purpose site)
        | Draw(random, site, mean :: _) ->
            builder.Emit(randomOp random, this.Number mean, slot = useOf purpose site)
        | Call({ Body = Code code }, arguments) ->
            let mask = concerned |> ValueOption.defaultWith (fun () -> builder.Mask true)
            let values = [| for argument in arguments -> this.Number argument |]
            builder.Call(code, ReadOnlySpan values, mask)
        | Call({ Body = Samples(table, step) }, arguments) ->
            let values = arguments |> List.map this.Number
            let column = if values.Tail.IsEmpty then builder.Constant 0.0 else values.Tail.Head
            builder.Lookup(table, this.Row(values.Head, step), column)
        | If(condition, a, b) ->
            let mask = this.Mask condition
            let consequence = this.Where(mask, fun () -> this.Number a)
            let alternative = this.Where(builder.Emit(Op.Not, mask), fun () -> this.Number b)
            builder.Emit(Op.Select, mask, consequence, alternative)
        | Indicator condition -> this.Indicator(this.Mask condition)
        | Truth _
        | Compare _
        | And _
        | Or _
        | Not _ -> this.Indicator(this.Mask expr)
        | Noise name -> raise (PlanException $"the noise {name} was not integrated")

    /// The number of the sample in force at a time, to be cut to a whole number. A time less than a thousandth of a step
    /// before a sample counts as at it, by the rule of `timestep`, where a step is the group's or the array's, whichever is
    /// shorter: the rounding of t moves no sample.
    member private _.Row(time: int, step: float) =
        let forgiven = builder.Constant(1e-3 * min dt step)
        builder.Emit(Op.Divide, builder.Emit(Op.Add, time, forgiven), builder.Constant step)

    /// Small whole powers are products, halves are roots: faster than the general power and as accurate.
    member private this.Power(value: Expr, exponent: float) =
        let x = this.Number value

        match exponent with
        | 2.0 -> builder.Emit(Op.Multiply, x, x)
        | 3.0 -> builder.Emit(Op.Multiply, builder.Emit(Op.Multiply, x, x), x)
        | -1.0 -> builder.Emit(Op.Divide, builder.Constant 1.0, x)
        | 0.5 -> builder.Emit(Op.SquareRoot, x)
        | -0.5 -> builder.Emit(Op.Divide, builder.Constant 1.0, builder.Emit(Op.SquareRoot, x))
        | _ -> builder.Emit(Op.Power, x, builder.Constant exponent)

    /// A value as a sum of two numbers, the second the rounding error of the first where there is one (Dekker 1971).
    member private this.InTwoParts(expr: Expr) : struct (int * int voption) =
        let emit op (a: int) (b: int) = builder.Emit(op, a, b)
        let plus = emit Op.Add
        let minus = emit Op.Subtract
        let times = emit Op.Multiply
        let fused a b c = builder.Emit(Op.MultiplyAdd, a, b, c)
        let negative a = builder.Emit(Op.Negate, a)

        let gather parts =
            parts |> List.choose ValueOption.toOption |> List.reduce plus |> ValueSome

        match expr with
        | number when Coefficient.isConstant number ->
            let value = Coefficient.evaluate (fun _ -> nan) number

            struct (builder.Constant value.High,
                    (if value.Low = 0.0 then ValueNone else ValueSome(builder.Constant value.Low)))
        | Negate a ->
            let struct (high, low) = this.InTwoParts a
            struct (negative high, ValueOption.map negative low)
        | Add(a, b) ->
            let struct (x, xLow) = this.InTwoParts a
            let struct (y, yLow) = this.InTwoParts b
            let sum = plus x y
            let back = minus sum x
            let error = plus (minus x (minus sum back)) (minus y back)
            struct (sum, gather [ ValueSome error; xLow; yLow ])
        | Subtract(a, b) -> this.InTwoParts(Add(a, Negate b))
        | Multiply(a, b) ->
            let struct (x, xLow) = this.InTwoParts a
            let struct (y, yLow) = this.InTwoParts b
            let product = times x y
            let error = fused x y (negative product)

            struct (product,
                    gather [ ValueSome error; ValueOption.map (times x) yLow; ValueOption.map (times y) xLow ])
        | Divide(a, b) ->
            let struct (x, xLow) = this.InTwoParts a
            let struct (y, yLow) = this.InTwoParts b
            let quotient = builder.Emit(Op.Divide, x, y)
            let minusQuotient = negative quotient
            let remainder = fused minusQuotient y x

            let remainder =
                gather [ ValueSome remainder; xLow; ValueOption.map (times minusQuotient) yLow ]

            struct (quotient, remainder |> ValueOption.map (fun r -> builder.Emit(Op.Divide, r, y)))
        | other -> struct (this.Number other, ValueNone)

    /// f(high + low) = f(high) + f'(high) low, as low is tiny.
    member private this.Wave(op: Op, argument: Expr) =
        let struct (high, low) = this.InTwoParts argument
        let value = builder.Emit(op, high)

        match low, op with
        | ValueNone, _ -> value
        | ValueSome low, Op.Sin -> builder.Emit(Op.MultiplyAdd, builder.Emit(Op.Cos, high), low, value)
        | ValueSome low, Op.Cos ->
            builder.Emit(Op.MultiplyAdd, builder.Emit(Op.Negate, builder.Emit(Op.Sin, high)), low, value)
        | ValueSome low, _ -> builder.Emit(Op.MultiplyAdd, value, low, value)

    /// A mask as 1 or 0. What was a mask is remembered, so that asking for it again costs nothing.
    member private _.Indicator(mask: int) =
        let value =
            builder.Emit(Op.Select, mask, builder.Constant 1.0, builder.Constant 0.0)

        masks[value] <- mask
        value

    /// A condition.
    member this.Mask(expr: Expr) : int =
        let compare op a b =
            builder.Emit(op, this.Number a, this.Number b)

        let nonZero value =
            match masks.TryGetValue value with
            | true, mask -> mask
            | _ -> builder.Emit(Op.Not, builder.Emit(Op.Equal, value, builder.Constant 0.0))

        match expr with
        | Truth value -> compare Op.Equal zero (if value then zero else one)
        | Compare(Ast.Less, a, b) -> compare Op.Less a b
        | Compare(Ast.LessOrEqual, a, b) -> compare Op.LessOrEqual a b
        | Compare(Ast.Greater, a, b) -> compare Op.Less b a
        | Compare(Ast.GreaterOrEqual, a, b) -> compare Op.LessOrEqual b a
        | Compare(Ast.Equal, a, b) -> compare Op.Equal a b
        | Compare(Ast.NotEqual, a, b) -> builder.Emit(Op.Not, compare Op.Equal a b)
        | And(a, b) ->
            let left = this.Mask a
            builder.Emit(Op.And, left, this.Where(left, fun () -> this.Mask b))
        | Or(a, b) ->
            let left = this.Mask a
            builder.Emit(Op.Or, left, this.Where(builder.Emit(Op.Not, left), fun () -> this.Mask b))
        | Not a -> builder.Emit(Op.Not, this.Mask a)
        | Indicator condition -> this.Mask condition
        | number -> nonZero (this.Number number)

    /// Stores all changed variables; under a mask only where it holds.
    member this.StoreChanges(mask: int voption) =
        for change in changed do
            let value =
                match mask with
                | ValueSome mask -> builder.Emit(Op.Select, mask, change.Value, this.ReadOld change.Key)
                | ValueNone -> change.Value

            let struct (target, slot) = layout.Find change.Key
            builder.Store(target, slot, value)

    /// The changed variables of a kind.
    member private _.Changed(isMeant: string -> bool) =
        [
            for change in changed do
                if isMeant change.Key then
                    let struct (target, slot) = layout.Find change.Key
                    struct (Column(target, slot), change.Value)
        ]

    /// Marks the neurons for which a changed number is NaN or infinite, under a mask only where it holds. Answers with the
    /// places of the numbers, none if all are known to be finite.
    member this.MarkNotFinite(isMeant: string -> bool, mask: int voption, event: int) : Column list =
        let fields, shared =
            this.Changed isMeant |> List.partition (fun struct (column, _) -> column.Source = Target.Field)

        let zero = builder.Constant 0.0

        // 0 times a number is 0, or else NaN
        let sum =
            fields
            |> List.fold (fun sum struct (_, value) -> builder.Emit(Op.MultiplyAdd, value, zero, sum)) zero

        let found = builder.Emit(Op.Not, builder.Emit(Op.Equal, sum, zero))

        let found =
            match mask with
            | ValueSome mask -> builder.Emit(Op.And, mask, found)
            | ValueNone -> found

        let isMarked = found <> builder.Mask false

        if isMarked then
            builder.Store(Target.Event, event, found)

        [ for struct (column, _) in (if isMarked then fields else []) @ shared -> column ]
