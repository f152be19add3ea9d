namespace Brian.Engine;

/// <summary>The memory of a group as a kernel sees it, and the moment of the step.</summary>
/// <remarks>
/// Neuron n is lane n mod 8 of block n / 8. Field f of block b starts at <c>State + (b * FieldCount + f) * 8</c>; outputs
/// lie the same way with <c>OutputCount</c>; the mask of event e in block b is the byte <c>Events[e * BlockCount + b]</c>,
/// bit k for lane k. The block count is even, so that every block has its partner for the Gaussians of a Box-Muller pair;
/// lanes beyond the last neuron are padding: kernels compute them, nobody reads them.
/// </remarks>
internal unsafe struct KernelArguments
{
    /// <summary>Per-neuron fields, 64-byte aligned.</summary>
    public double* State;

    /// <summary>Shared fields.</summary>
    public double* Shared;

    /// <summary>Outputs for a recording, 64-byte aligned; null when the program has none.</summary>
    public double* Output;

    /// <summary>Event masks.</summary>
    public byte* Events;

    /// <summary>Number of per-neuron fields.</summary>
    public int FieldCount;

    /// <summary>Number of output columns.</summary>
    public int OutputCount;

    /// <summary>Number of neurons.</summary>
    public int Count;

    /// <summary>Number of blocks, even.</summary>
    public int BlockCount;

    /// <summary>The step's number on its clock.</summary>
    public long Step;

    /// <summary>Time at the start of the step, in seconds.</summary>
    public double Time;

    /// <summary>Start of all random numbers of the network.</summary>
    public ulong Seed;

    /// <summary>Identity of the group's random numbers.</summary>
    public ulong Stream;
}

/// <summary>A program ready to run over blocks of eight neurons.</summary>
internal interface IKernel
{
    /// <summary>Runs blocks <paramref name="firstBlock"/> (inclusive) to <paramref name="endBlock"/> (exclusive).
    /// Disjoint ranges may run on different threads at once; the results never depend on how blocks are divided.</summary>
    void Run(in KernelArguments arguments, int firstBlock, int endBlock);
}
