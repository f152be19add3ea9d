using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Brian.Engine;

/// <summary>Chooses and keeps the kernels of programs. The only place that asks what the machine can do.</summary>
/// <remarks>All kernels give the same bits, so the choice is one of speed alone. The environment variable BRIAN_KERNEL forces
/// one: scalar, 128, 256 or 512.</remarks>
internal static class Kernels
{
    private const string Variable = "BRIAN_KERNEL", Interpreted = "scalar";

    /// <summary>A program without its name, and how it is to run.</summary>
    private sealed record Key(Program Program, string Choice);

    private static readonly Dictionary<Key, WeakReference<IKernel>> s_kept = [];

    private static readonly Lazy<VectorSet> s_128 = new(() => new(
        typeof(Vector128), typeof(Vector128<>), 2,
        (new Func<double, Vector128<double>>(Vector128.Create).Method, new Func<ulong, Vector128<ulong>>(Vector128.Create).Method),
        Sse2.IsSupported ? new Func<Vector128<uint>, Vector128<uint>, Vector128<ulong>>(Sse2.Multiply).Method : null));

    private static readonly Lazy<VectorSet> s_256 = new(() => new(
        typeof(Vector256), typeof(Vector256<>), 4,
        (new Func<double, Vector256<double>>(Vector256.Create).Method, new Func<ulong, Vector256<ulong>>(Vector256.Create).Method),
        Avx2.IsSupported ? new Func<Vector256<uint>, Vector256<uint>, Vector256<ulong>>(Avx2.Multiply).Method : null));

    private static readonly Lazy<VectorSet> s_512 = new(() => new(
        typeof(Vector512), typeof(Vector512<>), 8,
        (new Func<double, Vector512<double>>(Vector512.Create).Method, new Func<ulong, Vector512<ulong>>(Vector512.Create).Method),
        Avx512F.IsSupported ? new Func<Vector512<uint>, Vector512<uint>, Vector512<ulong>>(Avx512F.Multiply).Method : null));

    /// <summary>A kernel that runs the program; while one lives, equal programs get the same.</summary>
    /// <exception cref="PlanException">BRIAN_KERNEL has an unknown value.</exception>
    public static IKernel Compile(Program program) => Compile(program, Choice());

    /// <summary>One kernel of each sort that this machine can run, by name.</summary>
    public static IEnumerable<(string Name, IKernel Kernel)> All(Program program)
    {
        foreach (var name in (string[])[Interpreted, "128", "256", "512"])
            yield return (name, Make(program, name));
    }

    internal static IKernel Compile(Program program, string choice)
    {
        var key = new Key(program with { Name = "" }, choice);
        lock (s_kept)
        {
            if (s_kept.TryGetValue(key, out var weak) && weak.TryGetTarget(out var kept))
                return kept;
            foreach (var (known, reference) in s_kept)
                if (!reference.TryGetTarget(out _))
                    s_kept.Remove(known);
            var kernel = Make(program, choice);
            s_kept[key] = new(kernel);
            return kernel;
        }
    }

    private static IKernel Make(Program program, string choice) => choice switch
    {
        Interpreted => new Interpreter(program),
        // One neuron's worth of work, once a step.
        _ when program.WritesShared() => new Interpreter(program),
        "128" => KernelCompiler.Compile(program, s_128.Value),
        "256" => KernelCompiler.Compile(program, s_256.Value),
        "512" => KernelCompiler.Compile(program, s_512.Value),
        _ => throw new PlanException($"{Variable} is '{choice}', but must be one of scalar, 128, 256, 512."),
    };

    private static string Choice()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } forced)
            return forced;
        if (!RuntimeFeature.IsDynamicCodeSupported)
            return Interpreted;
        // Wider than the machine works too, in halves, but a narrower kernel is then faster.
        return Vector512.IsHardwareAccelerated ? "512" : Vector256.IsHardwareAccelerated ? "256" : "128";
    }
}
