namespace Brian.Engine;

/// <summary>Says in a sentence what is wrong with a program.</summary>
internal static class ProgramValidation
{
    /// <summary>Checks a whole program against the memory it will run on.</summary>
    /// <exception cref="PlanException">A rule of <see cref="Program"/> is broken.</exception>
    public static void Check(Program program, int fields, int shared, int events)
    {
        var body = program.Body;
        Kind KindOf(int value) => OpTable.Of(body[value].Op).Result;
        try
        {
            for (var i = 0; i < body.Count; i++)
            {
                CheckOperands(body[i], i, KindOf);
                var (count, owner) = body[i].Op switch
                {
                    Op.Field => (fields, "group"),
                    Op.Shared => (shared, "group"),
                    Op.Occurred => (events, "group"),
                    Op.Lookup => (program.Tables.Count, "program"),
                    Op.Call => (program.Functions.Count, "program"),
                    _ => (int.MaxValue, ""),
                };
                CheckSlot(body[i].Op.ToString(), body[i].Slot, count, owner);
                if (body[i].Op is Op.Call)
                    CheckArity(program, body[i]);
            }
            var taken = new HashSet<(Target, int)>();
            foreach (var store in program.Stores)
            {
                CheckStore(store, body.Count, KindOf);
                CheckSlot($"The store to {store.Target}", store.Slot, store.Target switch
                {
                    Target.Field => fields,
                    Target.Shared => shared,
                    Target.Event => events,
                    _ => int.MaxValue,
                }, "group");
                if (!taken.Add((store.Target, store.Slot)))
                    throw new PlanException($"{store.Target} {store.Slot} is stored twice.");
            }
            CheckShared(program);
        }
        catch (PlanException mistake)
        {
            throw new PlanException($"Program '{program.Name}': {mistake.Message}");
        }
    }

    /// <summary>Checks that an instruction has the operands its operation takes, among the first <paramref name="count"/> values.</summary>
    public static void CheckOperands(Instruction i, int count, Func<int, Kind> kindOf)
    {
        var expected = OpTable.Of(i.Op).Operands;
        ReadOnlySpan<int> given = [i.A, i.B, i.C];
        for (var n = 0; n < given.Length; n++)
        {
            var name = "abc"[n];
            if (n >= expected.Length)
            {
                if (given[n] != -1)
                    throw new PlanException($"{i.Op} takes {expected.Length} operands, but {name} is given as value {given[n]}.");
            }
            else if (given[n] < 0 || given[n] >= count)
            {
                throw new PlanException($"{i.Op} needs operand {name}, a value from 0 to {count - 1}, but it is {given[n]}.");
            }
            else if (kindOf(given[n]) != expected[n])
            {
                throw new PlanException(
                    $"{i.Op} needs a {Name(expected[n])} as operand {name}, but value {given[n]} is a {Name(kindOf(given[n]))}.");
            }
        }
        if (i.Op is Op.ShiftLeft or Op.ShiftRight && i.Slot is < 0 or > 63)
            throw new PlanException($"{i.Op} moves bits by 0 to 63 places, not {i.Slot}.");
        if (i.Slot < 0)
            throw new PlanException($"{i.Op} has the negative slot {i.Slot}.");
    }

    /// <summary>Checks that a store has a value of the right kind, among the first <paramref name="count"/> values.</summary>
    public static void CheckStore(Store store, int count, Func<int, Kind> kindOf)
    {
        if (store.Value < 0 || store.Value >= count)
            throw new PlanException($"The store to {store.Target} {store.Slot} has value {store.Value}, not one of 0 to {count - 1}.");
        var expected = store.Target is Target.Event ? Kind.Mask : Kind.Number;
        if (kindOf(store.Value) != expected)
            throw new PlanException(
                $"{store.Target} {store.Slot} takes a {Name(expected)}, but value {store.Value} is a {Name(kindOf(store.Value))}.");
        if (store.Slot < 0)
            throw new PlanException($"The store to {store.Target} has the negative slot {store.Slot}.");
    }

    private static void CheckSlot(string what, int slot, int count, string owner)
    {
        if (slot >= count)
            throw new PlanException($"{what} has slot {slot}, but the {owner} has {count}.");
    }

    private static void CheckArity(Program program, Instruction call)
    {
        var function = program.Functions[call.Slot];
        var given = program.ArgumentsOf(call).Count;
        if (given != function.Arity)
            throw new PlanException($"{function.Name} takes {function.Arity} arguments, but is called with {given}.");
    }

    private static void CheckShared(Program program)
    {
        if (!program.WritesShared())
            return;
        foreach (var store in program.Stores)
            if (store.Target is not Target.Shared)
                throw new PlanException($"It writes shared fields, so it runs once and cannot write {store.Target} {store.Slot}.");
        foreach (var instruction in program.Body)
            if (instruction.Op is Op.Field or Op.Index or Op.Occurred)
                throw new PlanException($"It writes shared fields, so it runs once and cannot read {instruction.Op} of a neuron.");
    }

    private static string Name(Kind kind) => kind is Kind.Arguments ? "list of arguments" : kind.ToString().ToLowerInvariant();
}
