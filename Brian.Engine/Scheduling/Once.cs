namespace Brian.Engine;

/// <summary>Runs a program once, outside of any step: initial values, and formulas a user asks for.</summary>
public static class Once
{
    /// <summary>Runs a program for all neurons of a group, or (if it stores to shared fields) for the group.</summary>
    /// <param name="group">Whose state it reads and writes.</param>
    /// <param name="program">Stores to fields or shared fields.</param>
    /// <param name="seed">Start of all random numbers of the network.</param>
    /// <param name="step">What <see cref="Op.Step"/> reads, and the counter of random numbers.</param>
    /// <param name="time">What <see cref="Op.Time"/> reads, in seconds.</param>
    /// <exception cref="PlanException">The program does not fit the group.</exception>
    public static void Apply(GroupState group, Program program, ulong seed, long step, double time)
    {
        ProgramRules.Check(program, group.Plan, Target.Field, Target.Shared);
        using var held = group.Hold();
        new GroupKernel(Kernels.Compile(program), program, group, seed).Run(step, time);
    }

    /// <summary>The outputs of a program: for each column a value per neuron. The state stays as it is.</summary>
    /// <param name="group">Whose state it reads.</param>
    /// <param name="program">Stores to outputs only.</param>
    /// <param name="seed">Start of all random numbers of the network.</param>
    /// <param name="step">What <see cref="Op.Step"/> reads, and the counter of random numbers.</param>
    /// <param name="time">What <see cref="Op.Time"/> reads, in seconds.</param>
    /// <exception cref="PlanException">The program does not fit the group.</exception>
    public static double[][] Evaluate(GroupState group, Program program, ulong seed, long step, double time)
    {
        ProgramRules.Check(program, group.Plan, Target.Output);
        using var held = group.Hold();
        var kernel = new GroupKernel(Kernels.Compile(program), program, group, seed);
        kernel.Run(step, time);

        var columns = new double[program.Stores.Count][];
        for (var c = 0; c < columns.Length; c++)
        {
            columns[c] = new double[group.Plan.Count];
            new ColumnSource(new Column(Target.Output, c), kernel.Arguments).CopyTo(columns[c]);
        }

        GC.KeepAlive(kernel);
        return columns;
    }
}
