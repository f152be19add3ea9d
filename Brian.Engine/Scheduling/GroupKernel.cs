using System.Runtime.CompilerServices;

namespace Brian.Engine;

/// <summary>A kernel bound to the memory of a group.</summary>
internal sealed unsafe class GroupKernel
{
    private readonly IKernel _kernel;
    private readonly int _blocks;
    private readonly int[] _emitted;
    private readonly int _lastBlock;
    private readonly byte _tailMask;
    private readonly double[] _output;
    private KernelArguments _arguments;

    /// <summary>Binds; a program that stores to shared fields is run for the first block alone.</summary>
    internal GroupKernel(IKernel kernel, Program program, GroupState group, ulong seed)
    {
        _kernel = kernel;
        _arguments = group.Arguments(seed);
        _blocks = program.Stores.Any(s => s.Target == Target.Shared) ? 1 : group.UsedBlocks;
        _lastBlock = group.UsedBlocks - 1;
        _tailMask = group.TailMask;
        _emitted = [.. program.Stores.Where(s => s.Target == Target.Event).Select(s => s.Slot)];

        _arguments.OutputCount = program.Stores.Count(s => s.Target == Target.Output);
        var outputs = checked(_arguments.BlockCount * _arguments.OutputCount * GroupState.Lanes);
        _output = GC.AllocateArray<double>(outputs == 0 ? 0 : outputs + GroupState.Lanes, pinned: true);
        if (outputs > 0)
            _arguments.Output = (double*)AlignedMemory.RoundUp((long)Unsafe.AsPointer(ref _output[0]));
    }

    /// <summary>What the kernel sees, with the place of its outputs.</summary>
    internal ref readonly KernelArguments Arguments => ref _arguments;

    /// <summary>Runs for all neurons.</summary>
    internal void Run(long step, double time) => Run(step, time, 0, _blocks);

    /// <summary>Runs for some blocks; lanes without a neuron never have an event.</summary>
    internal void Run(long step, double time, int firstBlock, int endBlock)
    {
        _arguments.Step = step;
        _arguments.Time = time;
        _kernel.Run(in _arguments, firstBlock, endBlock);
        foreach (var emitted in _emitted)
            _arguments.Events[(long)emitted * _arguments.BlockCount + _lastBlock] &= _tailMask;
    }
}
