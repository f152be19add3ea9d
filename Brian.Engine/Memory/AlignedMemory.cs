using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Brian.Engine;

/// <summary>Native memory on a cache line boundary, freed by the garbage collector if nobody disposes it.</summary>
internal sealed unsafe class AlignedMemory : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Bytes of a cache line, and of the widest vector.</summary>
    internal const int Alignment = 64;

    private readonly long _bytes;

    /// <summary>Allocates zeroed memory.</summary>
    internal AlignedMemory(long bytes)
        : base(ownsHandle: true)
    {
        _bytes = Math.Max(bytes, Alignment);
        SetHandle((nint)NativeMemory.AlignedAlloc((nuint)_bytes, Alignment));
        NativeMemory.Clear(Start, (nuint)_bytes);
        GC.AddMemoryPressure(_bytes);
    }

    /// <summary>The first byte; valid while a <see cref="Lease"/> is held.</summary>
    internal byte* Start => (byte*)handle;

    /// <summary>New memory with the same contents; only while held.</summary>
    internal AlignedMemory Copy()
    {
        var copy = new AlignedMemory(_bytes);
        CopyTo(copy);
        return copy;
    }

    /// <summary>Overwrites other memory of the same size; only while both are held.</summary>
    internal void CopyTo(AlignedMemory other)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other._bytes, _bytes);
        NativeMemory.Copy(Start, other.Start, (nuint)_bytes);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree(Start);
        GC.RemoveMemoryPressure(_bytes);
        return true;
    }

    /// <summary>Rounds up to whole cache lines.</summary>
    internal static long RoundUp(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    /// <summary>Keeps memory from being freed, by another thread's Dispose or by the garbage collector.</summary>
    internal readonly struct Lease : IDisposable
    {
        private readonly AlignedMemory _memory;

        internal Lease(AlignedMemory memory)
        {
            var held = false;
            memory.DangerousAddRef(ref held);
            _memory = memory;
        }

        public void Dispose() => _memory.DangerousRelease();
    }
}
