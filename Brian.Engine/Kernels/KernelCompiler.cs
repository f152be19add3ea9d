using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using static System.Reflection.Emit.OpCodes;

namespace Brian.Engine;

/// <summary>Writes the machine's vector instructions for a program, as intermediate language of a dynamic method.</summary>
/// <remarks>
/// Every operation becomes one call of a vector intrinsic, which the just-in-time compiler turns into one instruction; values
/// used once stay on the evaluation stack. A dynamic method is compiled once, with all optimisations. The shape of the code:
/// <code>
/// values of the call
/// for each pair of blocks          (only if the program draws random numbers)
///     for each part of a block     (only if a block is more than one vector)
///         values of the pair
///         for each block of the pair
///             values of the block, stores
/// </code>
/// </remarks>
internal sealed unsafe partial class KernelCompiler
{
    private delegate void Body(KernelArguments* arguments, int firstBlock, int endBlock);

    // The method is bound to its program, for tables and functions; then come the arguments of Body.
    private static readonly OpCode BoundProgram = Ldarg_0, Arguments = Ldarg_1, FirstBlock = Ldarg_2, EndBlock = Ldarg_3;

    private readonly Program _program;
    private readonly KernelShape _shape;
    private readonly VectorSet _vectors;
    private readonly ILGenerator _il;
    private readonly LocalBuilder?[] _names;
    private readonly LocalBuilder _block, _part, _pair, _state, _output, _events, _odd, _passed;

    private KernelCompiler(Program expanded, VectorSet vectors, ILGenerator il)
    {
        (_program, _vectors, _il) = (expanded, vectors, il);
        _shape = new(expanded);
        _names = new LocalBuilder[expanded.Body.Count];
        (_block, _part, _pair) = (il.DeclareLocal(typeof(int)), il.DeclareLocal(typeof(int)), il.DeclareLocal(typeof(int)));
        (_state, _output) = (il.DeclareLocal(typeof(double*)), il.DeclareLocal(typeof(double*)));
        _events = il.DeclareLocal(typeof(byte*));
        _odd = il.DeclareLocal(vectors.Numbers);
        _passed = il.DeclareLocal(typeof(double*));
    }

    /// <summary>A kernel for a program that writes per-neuron results.</summary>
    public static IKernel Compile(Program program, VectorSet vectors)
    {
        var method = new DynamicMethod(
            program.Name, typeof(void), [typeof(Program), typeof(KernelArguments*), typeof(int), typeof(int)],
            typeof(KernelCompiler).Module, skipVisibility: true);
        new KernelCompiler(program.Expand(), vectors, method.GetILGenerator(4096)).Emit();
        return new Compiled(method.CreateDelegate<Body>(program));
    }

    private sealed class Compiled(Body body) : IKernel
    {
        // Vectors that do not fit into registers are kept on the stack, 64 bytes apart, but the stack is aligned to 16 bytes only.
        // Where they come to lie 16 bytes off a multiple of 32, a kernel with many of them takes up to three times as long
        // (Zen 4: five cosines 8.8 or 28 ns), and that would change with the depth of the caller's stack. So the stack is moved
        // to a multiple of 64 first. Its sizes must not be constants: a constant one would not move it.
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        [SkipLocalsInit]
        public void Run(in KernelArguments arguments, int firstBlock, int endBlock)
        {
            var here = stackalloc byte[16 + (firstBlock & 15)];
            var aligned = stackalloc byte[128 + ((int)(nint)here & 63)];
            *(KernelArguments*)aligned = arguments;
            body((KernelArguments*)aligned, firstBlock, endBlock);
        }
    }

    private void Emit()
    {
        ReserveArguments();
        NameValues(Level.Call);
        if (_shape.HasPairs)
            EachPair(() => EachPart(() =>
            {
                NameValues(Level.Pair);
                EachBlockOfPair(RunBlock);
            }));
        else
            EachBlock(() => EachPart(RunBlock));
        _il.Emit(Ret);
    }

    private void RunBlock()
    {
        SetAddress(_state, nameof(KernelArguments.State), nameof(KernelArguments.FieldCount));
        if (_shape.HasOutputs)
            SetAddress(_output, nameof(KernelArguments.Output), nameof(KernelArguments.OutputCount));
        _il.Emit(Arguments);
        _il.Emit(Ldfld, Argument(nameof(KernelArguments.Events)));
        _il.Emit(Ldloc, _block);
        _il.Emit(Conv_I);
        _il.Emit(Add);
        _il.Emit(Stloc, _events);
        if (_shape.HasPairs)
        {
            _il.Emit(Ldc_I4_0);
            _il.Emit(Ldloc, _block);
            _il.Emit(Ldc_I4_1);
            _il.Emit(And);
            _il.Emit(Sub);
            _il.Emit(Conv_I8);
            _il.Emit(Call, _vectors.Broadcast(Lanes.Bits));
            _il.Emit(Call, _vectors.Convert(Lanes.Bits));
            _il.Emit(Stloc, _odd);
        }
        NameValues(Level.Block);
        foreach (var store in _program.Stores)
            Write(store);
    }

    // Loops

    private void EachBlock(Action body) => Loop(_block, () => _il.Emit(FirstBlock), () => _il.Emit(EndBlock), body);

    private void EachPair(Action body) => Loop(
        _pair,
        () => { _il.Emit(FirstBlock); _il.Emit(Ldc_I4_1); _il.Emit(Shr); },
        () => { _il.Emit(EndBlock); _il.Emit(Ldc_I4_1); _il.Emit(Add); _il.Emit(Ldc_I4_1); _il.Emit(Shr); },
        body);

    /// <summary>The blocks 2*pair and 2*pair + 1, as far as the range has them.</summary>
    private void EachBlockOfPair(Action body)
    {
        void Bounded(string bound, OpCode argument, int after)
        {
            _il.Emit(argument);
            _il.Emit(Ldloc, _pair);
            _il.Emit(Ldc_I4_1);
            _il.Emit(Shl);
            _il.Emit(Ldc_I4, after);
            _il.Emit(Add);
            _il.Emit(Call, typeof(Math).GetMethod(bound, [typeof(int), typeof(int)])!);
        }
        var end = _il.DeclareLocal(typeof(int));
        Bounded(nameof(Math.Min), EndBlock, 2);
        _il.Emit(Stloc, end);
        Loop(_block, () => Bounded(nameof(Math.Max), FirstBlock, 0), () => _il.Emit(Ldloc, end), body);
    }

    private void EachPart(Action body)
    {
        if (_vectors.Parts == 1)
            body();
        else
            Loop(_part, () => _il.Emit(Ldc_I4_0), () => _il.Emit(Ldc_I4, _vectors.Parts), body);
    }

    private void Loop(LocalBuilder counter, Action from, Action to, Action body)
    {
        var (test, next) = (_il.DefineLabel(), _il.DefineLabel());
        from();
        _il.Emit(Stloc, counter);
        _il.Emit(Br, test);
        _il.MarkLabel(next);
        body();
        _il.Emit(Ldloc, counter);
        _il.Emit(Ldc_I4_1);
        _il.Emit(Add);
        _il.Emit(Stloc, counter);
        _il.MarkLabel(test);
        _il.Emit(Ldloc, counter);
        to();
        _il.Emit(Blt, next);
    }
}
