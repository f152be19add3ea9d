using System.Globalization;
using System.Text;

namespace Brian.Engine;

/// <summary>Identities of the random numbers of groups, for <see cref="GroupPlan.Stream"/>.</summary>
public static class RandomStream
{
    /// <summary>The stream of a group with a given name: the same in every process and on every machine.</summary>
    /// <remarks>64-bit FNV-1a (Fowler, Noll, Vo) of the name in UTF-8.</remarks>
    public static ulong Named(string name)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var b in Encoding.UTF8.GetBytes(name))
            hash = unchecked((hash ^ b) * 0x100000001B3);
        return hash;
    }

    /// <summary>The stream of the n-th group without a name.</summary>
    public static ulong Numbered(int ordinal) => Named("#" + ordinal.ToString(CultureInfo.InvariantCulture));
}
