using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Brian.Engine;

/// <summary>What generated kernels do lane by lane, with the interpreter's own functions. One overload for each width.</summary>
internal static unsafe class LaneCalls
{
    /// <summary>A table for the lanes 0 to 7 that generated code reads: their numbers as integers, as numbers, and as one bit each.</summary>
    public static readonly ulong* LaneNumbers = Table(lane => (ulong)lane), LaneIndices = Table(lane => BitConverter.DoubleToUInt64Bits(lane)),
        LaneBits = Table(lane => 1UL << lane);

    /// <summary>Stays for the life of the process, as kernels have its address.</summary>
    private static ulong* Table(Func<int, ulong> valueOf)
    {
        var table = (ulong*)NativeMemory.AlignedAlloc(8 * sizeof(ulong), 64);
        for (var lane = 0; lane < 8; lane++)
            table[lane] = valueOf(lane);
        return table;
    }

    /// <summary>Parameters after the first, of each method here.</summary>
    public static Type[] Rest(string name, Type vector) => name is nameof(Rare)
        ? [vector, vector, typeof(int)]
        : [typeof(KernelArguments*), typeof(int), typeof(int)];

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<double> Rare(Vector512<double> a, Vector512<double> b, Vector512<double> mask, int function)
    {
        RareLanes((double*)&a, (double*)&b, (double*)&mask, function, 8);
        return a;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector256<double> Rare(Vector256<double> a, Vector256<double> b, Vector256<double> mask, int function)
    {
        RareLanes((double*)&a, (double*)&b, (double*)&mask, function, 4);
        return a;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector128<double> Rare(Vector128<double> a, Vector128<double> b, Vector128<double> mask, int function)
    {
        RareLanes((double*)&a, (double*)&b, (double*)&mask, function, 2);
        return a;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<double> Poisson(Vector512<double> mean, KernelArguments* arguments, int use, int neuron)
    {
        PoissonLanes((double*)&mean, arguments, use, neuron, 8);
        return mean;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector256<double> Poisson(Vector256<double> mean, KernelArguments* arguments, int use, int neuron)
    {
        PoissonLanes((double*)&mean, arguments, use, neuron, 4);
        return mean;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector128<double> Poisson(Vector128<double> mean, KernelArguments* arguments, int use, int neuron)
    {
        PoissonLanes((double*)&mean, arguments, use, neuron, 2);
        return mean;
    }

    private static void RareLanes(double* a, double* b, double* mask, int function, int lanes)
    {
        for (var lane = 0; lane < lanes; lane++)
            a[lane] = OpTable.Holds(mask[lane]) ? RareFunctions.Evaluate((RareFunction)function, a[lane], b[lane]) : 0;
    }

    private static void PoissonLanes(double* mean, KernelArguments* arguments, int use, int neuron, int lanes)
    {
        var key = Philox.Key(arguments->Seed, arguments->Stream, use);
        for (var lane = 0; lane < lanes; lane++)
            mean[lane] = PoissonSampler.Sample(mean[lane], key, arguments->Step, neuron + lane);
    }
}
