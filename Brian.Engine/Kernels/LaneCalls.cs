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
    public static Type[] Rest(string name, Type vector) => name switch
    {
        nameof(Rare) => [vector, vector, typeof(int)],
        nameof(Lookup) => [vector, typeof(Program), typeof(int)],
        nameof(Call) => [typeof(double*), typeof(Program), typeof(KernelArguments*), typeof(int), typeof(int)],
        _ => [typeof(KernelArguments*), typeof(int), typeof(int)],
    };

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

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<double> Lookup(Vector512<double> row, Vector512<double> column, Program program, int table)
    {
        LookupLanes((double*)&row, (double*)&column, program.Tables[table], 8);
        return row;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector256<double> Lookup(Vector256<double> row, Vector256<double> column, Program program, int table)
    {
        LookupLanes((double*)&row, (double*)&column, program.Tables[table], 4);
        return row;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector128<double> Lookup(Vector128<double> row, Vector128<double> column, Program program, int table)
    {
        LookupLanes((double*)&row, (double*)&column, program.Tables[table], 2);
        return row;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<double> Call(
        Vector512<double> mask, double* values, Program program, KernelArguments* arguments, int function, int neuron)
    {
        CallLanes((double*)&mask, values, program.Functions[function], arguments, neuron, 8);
        return mask;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector256<double> Call(
        Vector256<double> mask, double* values, Program program, KernelArguments* arguments, int function, int neuron)
    {
        CallLanes((double*)&mask, values, program.Functions[function], arguments, neuron, 4);
        return mask;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector128<double> Call(
        Vector128<double> mask, double* values, Program program, KernelArguments* arguments, int function, int neuron)
    {
        CallLanes((double*)&mask, values, program.Functions[function], arguments, neuron, 2);
        return mask;
    }

    private static void RareLanes(double* a, double* b, double* mask, int function, int lanes)
    {
        for (var lane = 0; lane < lanes; lane++)
            a[lane] = OpTable.Holds(mask[lane]) ? RareFunctions.Evaluate((RareFunction)function, a[lane], b[lane]) : 0;
    }

    private static void LookupLanes(double* row, double* column, Table table, int lanes)
    {
        for (var lane = 0; lane < lanes; lane++)
            row[lane] = table[row[lane], column[lane]];
    }

    /// <summary>Turns the mask into values. Argument k of a lane is <c>values[k * lanes + lane]</c>.</summary>
    private static void CallLanes(
        double* mask, double* values, UserFunction function, KernelArguments* arguments, int neuron, int lanes)
    {
        Span<double> given = stackalloc double[function.Arity];
        double CallLane(Span<double> given, int lane)
        {
            for (var k = 0; k < given.Length; k++)
                given[k] = values[k * lanes + lane];
            return function.Call(given, neuron < 0 ? neuron : neuron + lane, arguments->Time);
        }

        if (neuron == UserFunction.EveryNeuron)
            new Span<double>(mask, lanes).Fill(OpTable.Holds(mask[0]) ? CallLane(given, 0) : 0);
        else
            for (var lane = 0; lane < lanes; lane++)
                mask[lane] = OpTable.Holds(mask[lane]) && neuron + lane < arguments->Count ? CallLane(given, lane) : 0;
    }

    private static void PoissonLanes(double* mean, KernelArguments* arguments, int use, int neuron, int lanes)
    {
        var key = Philox.Key(arguments->Seed, arguments->Stream, use);
        for (var lane = 0; lane < lanes; lane++)
            mean[lane] = PoissonSampler.Sample(mean[lane], key, arguments->Step, neuron + lane);
    }
}
