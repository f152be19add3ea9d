namespace Brian.Engine;

/// <summary>Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3", SC11: four words from four words of counter and two of key, without a state.</summary>
/// <remarks>
/// The numbers of a run are named by what they are for. Counter words 0 and 1 are the step (low word first), word 2 is
/// pair*8 + lane, word 3 the <see cref="Draw"/>; the key is <see cref="Key"/> of seed, stream and use (low word first). Neuron n
/// is lane n mod 8 of block n/8, and pair = block/2: neurons n and n + 8 of a pair share four words, the one in the even
/// block takes the first number made of them, the other one the second.
/// </remarks>
public static class Philox
{
    internal const uint MultiplierA = 0xD2511F53, MultiplierB = 0xCD9E8D57;
    internal const uint WeylA = 0x9E3779B9, WeylB = 0xBB67AE85;
    internal const int Rounds = 10;

    /// <summary>What the fourth counter word says the numbers are for.</summary>
    internal static class Draw
    {
        public const uint Gaussian = 0, Uniform = 1, Poisson = 2;
    }

    /// <summary>The four words at a counter, scalar reference.</summary>
    public static (uint, uint, uint, uint) Words((uint, uint, uint, uint) counter, ulong key)
    {
        var (c0, c1, c2, c3) = counter;
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var a = (ulong)MultiplierA * c0;
            var b = (ulong)MultiplierB * c2;
            (c0, c1, c2, c3) = ((uint)(b >> 32) ^ c1 ^ k0, (uint)b, (uint)(a >> 32) ^ c3 ^ k1, (uint)a);
            unchecked
            {
                k0 += WeylA;
                k1 += WeylB;
            }
        }
        return (c0, c1, c2, c3);
    }

    /// <summary>The key of one use of random numbers (which xi, which call, which Set) in one stream under one seed.</summary>
    /// <remarks>Each part passes through the finaliser of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number
    /// generators", OOPSLA 2014), so neighbouring seeds, streams and uses have unrelated keys.</remarks>
    public static ulong Key(ulong seed, ulong stream, int use) => unchecked(Mix(Mix(Mix(seed) ^ stream) ^ (ulong)use));

    /// <summary>One step of SplitMix64: a bijection of 64 bits in which every output bit depends on every input bit.</summary>
    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z += 0x9E3779B97F4A7C15;
            z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
            z = (z ^ z >> 27) * 0x94D049BB133111EB;
            return z ^ z >> 31;
        }
    }

    /// <summary>Uniform on [0, 1): a multiple of 2^-53 from 27 bits of one word and 26 of another.</summary>
    public static double Uniform(uint high, uint low) => ((high >> 5) * 67108864.0 + (low >> 6)) / 9007199254740992.0;
}
