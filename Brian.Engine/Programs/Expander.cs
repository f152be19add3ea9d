namespace Brian.Engine;

/// <summary>Programs on their way to a kernel.</summary>
internal static class Expander
{
    /// <summary>The same program in operations that a kernel has: every expansion written out, everything said once.</summary>
    /// <remarks>All kernels run the expanded program, so they agree bit for bit by construction.</remarks>
    public static Program Expand(this Program program)
    {
        var builder = new ProgramBuilder(program.Name);
        var place = new int[program.Body.Count];
        for (var i = 0; i < place.Length; i++)
            place[i] = Expand(builder, ProgramBuilder.Moved(program.Body[i], place));
        foreach (var store in program.Stores)
            builder.Store(store.Target, store.Slot, place[store.Value]);
        return builder.Build() with { Tables = program.Tables, Functions = program.Functions };
    }

    private static int Expand(ProgramBuilder builder, Instruction i)
    {
        if (i.Op is Op.Constant)
            return builder.BitConstant(BitConverter.DoubleToUInt64Bits(i.Number));
        var row = OpTable.Of(i.Op);
        return row.Expansion is { } expansion
            ? expansion(builder, new(builder, i.A), new(builder, i.B), i.Slot).Id
            : builder.Emit(i.Op, i.A, i.B, i.C, i.Slot);
    }

    /// <summary>True when the program runs once for the group instead of once for each neuron.</summary>
    public static bool WritesShared(this Program program)
    {
        foreach (var store in program.Stores)
            if (store.Target is Target.Shared)
                return true;
        return false;
    }
}
