namespace Brian.Engine;

/// <summary>The masks of one event, a byte for each block.</summary>
internal readonly unsafe struct EventMasks(byte* masks, int blocks)
{
    /// <summary>The mask of a block, bit k for lane k.</summary>
    internal byte this[int block] => masks[block];

    /// <summary>The first block from <paramref name="block"/> on where a neuron has the event, or the number of blocks.</summary>
    internal int Next(int block) => block + Distance(From(block).IndexOfAnyExcept((byte)0), block);

    /// <summary>The first block from <paramref name="block"/> on where no neuron has the event, or the number of blocks.</summary>
    internal int EndOfStretch(int block) => block + Distance(From(block).IndexOf((byte)0), block);

    private ReadOnlySpan<byte> From(int block) => new(masks + block, blocks - block);

    private int Distance(int found, int block) => found < 0 ? blocks - block : found;
}
